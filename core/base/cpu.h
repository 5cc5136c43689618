#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rxq::base {

/// Instruction sets for which kernels exist, from plain to wide. Order is part of dispatch.
enum class Isa { Scalar, Avx2, AvxVnni, Avx512, Avx512Vnni, AmxInt8 };

/// True when this processor and operating system run the set. Asking for AmxInt8 the first time
/// asks the system for leave to use tile registers, for the whole process.
bool cpuHas(Isa isa);
/// All sets that this processor runs, Scalar first.
std::span<const Isa> availableIsas();
std::string_view name(Isa isa);
/// AVX-512 with multiplications of bfloat16 pairs (AVX512_BF16), which is no step of the row above:
/// processors with and without VNNI or tiles have it.
bool cpuHasAvx512Bf16();
/// AVX-512 and matrix tiles that multiply bfloat16 numbers (AMX_BF16); asks for leave to use tile
/// registers as cpuHas(Isa::AmxInt8) does.
bool cpuHasAmxBf16();
/// The processor's model name as the operating system gives it.
std::string cpuModelName();

} // namespace rxq::base
