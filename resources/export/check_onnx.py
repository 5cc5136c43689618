"""Runs an exported ONNX model on its golden slots and says how its outputs differ.

    python check_MODEL.py MODEL.onnx MODEL_golden.bin

Needs numpy, onnx and onnxruntime. Prints one line of JSON; exits with 1 when the model is not valid.
The golden file, little-endian: u32 slots, symbols, subcarriers, inputs, outputs, whether codes follow; then for
each slot float planes [symbols][subcarriers][inputs] and i16 codes (or float values) [symbols][subcarriers][outputs].
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime


def main():
    path, golden = sys.argv[1:3]
    onnx.checker.check_model(onnx.load(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    # The graph as it is written: sums in float, which hold every integer that occurs. On x86 without VNNI the fused
    # int8 kernels would saturate pairs of products at 16 bits and so compute another network.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    with open(golden, "rb") as file:
        slots, symbols, subcarriers, inputs, outputs, integers = np.fromfile(file, "<u4", 6)
        output = "codes" if integers else "output"
        kind = "<i2" if integers else "<f4"
        compared = different = 0
        largest = error = power = 0.0
        for _ in range(slots):
            planes = np.fromfile(file, "<f4", symbols * subcarriers * inputs)
            planes = planes.reshape(1, symbols, subcarriers, inputs).transpose(0, 3, 1, 2)
            expected = np.fromfile(file, kind, symbols * subcarriers * outputs)
            expected = expected.reshape(1, symbols, subcarriers, outputs).transpose(0, 3, 1, 2).astype(np.float64)
            planes = np.ascontiguousarray(planes)
            difference = session.run([output], {"planes": planes})[0].astype(np.float64) - expected
            compared += difference.size
            different += int(np.count_nonzero(difference))
            largest = max(largest, float(np.abs(difference).max()))
            error += float((difference ** 2).sum())
            power += float((expected ** 2).sum())
    print(json.dumps({
        "compared": compared,
        "different": different,
        "largest": largest,
        "rmsDifference": (error / compared) ** 0.5,
        "rms": (power / compared) ** 0.5,
        "onnxruntime": onnxruntime.__version__,
    }))


main()
