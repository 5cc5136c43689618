"""Takes turns between RxQuant, PyTorch and ONNX Runtime on the same networks; see scripts/bench_rivals.

A round times each contender once, one right after the other; the ratio of a round is the rival's time
by RxQuant's. What is printed is the median ratio of all rounds with the 95 % interval that order
statistics give: no distribution is assumed, and what slows the whole machine slows both.
"""

import argparse
import io
import math
import os
import subprocess
import sys
import tempfile
import time

SYMBOLS, SUBCARRIERS, INPUTS, OUTPUTS, BATCH = 14, 76, 11, 4, 16
SIZES = [(16, 2), (32, 3), (64, 4), (128, 4)]
TURN_SECONDS = 0.15


def parse_arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench_rivals")
    parser.add_argument("program", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=15, help="turns of every contender")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1), help="of a training step")
    parser.add_argument("--only", choices=["train", "infer"], help="one half of the table")
    parser.add_argument("--sizes", help="channels,blocks;channels,blocks ...")
    arguments = parser.parse_args()
    if arguments.rounds < 1 or arguments.threads < 1:
        parser.error("rounds and threads are at least 1")
    if arguments.sizes:
        arguments.sizes = [tuple(int(n) for n in size.split(",")) for size in arguments.sizes.split(";")]
    else:
        arguments.sizes = SIZES
    return arguments


ARGUMENTS = parse_arguments()
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(ARGUMENTS.threads)

import numpy as np  # noqa: E402  (threads are read when the libraries load)
import onnxruntime as ort  # noqa: E402
import torch  # noqa: E402
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static  # noqa: E402


class RxQuant:
    """The program that answers requests with seconds."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.processor = self.read().split(" ", 1)[1]

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("RxQuant's side ended unexpectedly")
        return line.strip()

    def seconds(self, request, count):
        self.process.stdin.write(f"{request} {count}\n")
        self.process.stdin.flush()
        return float(self.read())


class Block(torch.nn.Module):
    def __init__(self, channels, convolution):
        super().__init__()
        self.first = convolution(channels, channels, 3)
        self.second = convolution(channels, channels, 3)

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + x)


def plain_convolution(inputs, outputs, kernel):
    return torch.nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)


class FakeQuantized(torch.nn.Module):
    """A convolution with 4-bit weights, a scale a channel, and an 8-bit input, by PyTorch's fused
    fake quantization with observers."""

    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        from torch.ao.quantization import FusedMovingAvgObsFakeQuantize as Fused
        from torch.ao.quantization import MovingAverageMinMaxObserver as PerTensor
        from torch.ao.quantization import MovingAveragePerChannelMinMaxObserver as PerChannel

        self.convolution = plain_convolution(inputs, outputs, kernel)
        self.weight = Fused(observer=PerChannel, quant_min=-7, quant_max=7, dtype=torch.qint8,
                            qscheme=torch.per_channel_symmetric, ch_axis=0)
        self.input = Fused(observer=PerTensor, quant_min=0, quant_max=255, dtype=torch.quint8,
                           qscheme=torch.per_tensor_affine)

    def forward(self, x):
        c = self.convolution
        return torch.nn.functional.conv2d(self.input(x.float()), self.weight(c.weight), c.bias, padding=c.padding)


def network(channels, blocks, convolution=plain_convolution):
    return torch.nn.Sequential(
        convolution(INPUTS, channels, 3), torch.nn.ReLU(),
        *[Block(channels, convolution) for _ in range(blocks)],
        convolution(channels, OUTPUTS, 1))


class TorchTraining:
    def __init__(self, channels, blocks, convolution, last, bfloat16):
        torch.manual_seed(1)
        form = torch.channels_last if last else torch.contiguous_format
        self.model = network(channels, blocks, convolution).to(memory_format=form)
        self.x = torch.randn(BATCH, INPUTS, SYMBOLS, SUBCARRIERS).to(memory_format=form)
        self.bits = torch.randint(0, 2, (BATCH, OUTPUTS, SYMBOLS, SUBCARRIERS)).float().to(memory_format=form)
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=1e-4)
        self.bfloat16 = bfloat16

    def run(self):
        self.optimiser.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bfloat16):
            y = self.model(self.x)
        torch.nn.functional.binary_cross_entropy_with_logits(y.float(), self.bits).backward()
        self.optimiser.step()


class Calibration(CalibrationDataReader):
    def __init__(self, planes):
        self.left = [{"x": p} for p in planes]

    def get_next(self):
        return self.left.pop() if self.left else None


class OrtInference:
    def __init__(self, channels, blocks, kind, folder):
        torch.manual_seed(1)
        path = os.path.join(folder, f"{channels}_{blocks}.onnx")
        self.x = np.random.default_rng(1).standard_normal((1, INPUTS, SYMBOLS, SUBCARRIERS)).astype(np.float32)
        if not os.path.exists(path):
            buffer = io.BytesIO()
            torch.onnx.export(network(channels, blocks).eval(), (torch.from_numpy(self.x),), buffer,
                              input_names=["x"], output_names=["y"], opset_version=17, dynamo=False)
            with open(path, "wb") as file:
                file.write(buffer.getvalue())
        if kind != "fp32":
            quantized = path.replace(".onnx", f"_{kind}.onnx")
            activations = QuantType.QUInt8 if kind == "u8s8" else QuantType.QInt8
            quantize_static(path, quantized, Calibration([self.x] * 4), quant_format=QuantFormat.QDQ,
                            per_channel=True, activation_type=activations, weight_type=QuantType.QInt8)
            path = quantized
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(self):
        self.session.run(None, {"x": self.x})


def seconds_of(work, count):
    start = time.perf_counter()
    for _ in range(count):
        work.run()
    return (time.perf_counter() - start) / count


def interval(ratios):
    """The median with an interval of at least 95 % from the binomial distribution."""
    values, n = sorted(ratios), len(ratios)
    k, tail = 0, 0.5**n
    while k < n // 2 and tail <= 0.025:
        k += 1
        tail += math.comb(n, k) * 0.5**n
    low = max(0, k - 1)
    return values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2, values[low], values[n - 1 - low]


def compete(rxquant, request, rivals):
    """Seconds of RxQuant and of each rival, round by round."""
    turns = {name: max(1, int(TURN_SECONDS / seconds_of(work, 3))) for name, work in rivals.items()}
    own = max(1, int(TURN_SECONDS / rxquant.seconds(request, 3)))
    times = {name: [] for name in rivals}
    mine = []
    for _ in range(ARGUMENTS.rounds):
        mine.append(rxquant.seconds(request, own))
        for name, work in rivals.items():
            times[name].append(seconds_of(work, turns[name]))
    return mine, times


def row(what, size, mine, times):
    median = lambda values: sorted(values)[len(values) // 2]  # noqa: E731
    best = min(times, key=lambda name: median(times[name]))
    middle, low, high = interval([theirs / own for theirs, own in zip(times[best], mine)])
    print(f"{what:<26} {size[0]:>4},{size[1]:<3} {1e3 * median(mine):>9.3f} {1e3 * median(times[best]):>9.3f}  "
          f"{middle:5.2f} [{low:.2f}, {high:.2f}]  {best}", flush=True)
    others = ", ".join(f"{name} {1e3 * median(t):.3f}" for name, t in times.items() if name != best)
    if others:
        print(f"{'':<26}{'':>9}{'':>20}   also: {others}", flush=True)


def main():
    torch.set_num_threads(ARGUMENTS.threads)
    rxquant = RxQuant(ARGUMENTS.program)
    print(f"{rxquant.processor}; PyTorch {torch.__version__}, ONNX Runtime {ort.__version__}; medians of "
          f"{ARGUMENTS.rounds} rounds in turns")
    print(f"{'':<26} {'channels,':<9}{'RxQuant':>9} {'best rival':>10}  times as fast")
    print(f"{'':<26} {'blocks':<9}{'ms':>9} {'ms':>9}  [95 % interval]  rival")
    plane = f"{SYMBOLS} {SUBCARRIERS}"
    if ARGUMENTS.only != "infer":
        forms = [("contiguous", False), ("channels last", True)]
        dtypes = {False: "FP32", True: "bfloat16"}
        for size in ARGUMENTS.sizes:
            step = f"{plane} {BATCH} {ARGUMENTS.threads}"
            for kind, label, convolution, theirs in (
                    ("fp32", "FP32", plain_convolution, [False]),
                    ("bf16", "bfloat16", plain_convolution, [True]),
                    ("tiles", "bfloat16-tiles", plain_convolution, [True]),
                    ("qat", "QAT W4 A8", FakeQuantized, [False]),
                    ("qat-bf16", "QAT, back in bfloat16", FakeQuantized, [False, True]),
                    ("qat-tiles", "QAT, bfloat16-tiles", FakeQuantized, [False, True])):
                rivals = {f"PyTorch {dtypes[bfloat16]}, {name}":
                          TorchTraining(*size, convolution, last, bfloat16)
                          for bfloat16 in theirs for name, last in forms}
                row(f"step, {label}", size, *compete(rxquant, f"train {size[0]} {size[1]} {kind} {step}", rivals))
    if ARGUMENTS.only != "train":
        with tempfile.TemporaryDirectory() as folder:
            for size in ARGUMENTS.sizes:
                rivals = {"ONNX Runtime FP32": OrtInference(*size, "fp32", folder)}
                row("one slot, FP32", size, *compete(rxquant, f"infer {size[0]} {size[1]} fp32 {plane}", rivals))
                rivals = {f"ONNX Runtime {kind} QDQ": OrtInference(*size, kind, folder) for kind in ("u8s8", "s8s8")}
                row("one slot, 8 bits", size, *compete(rxquant, f"infer {size[0]} {size[1]} int8 {plane}", rivals))


if __name__ == "__main__":
    import logging
    import warnings

    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    main()
