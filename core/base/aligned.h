#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace rxq::base {

/// Allocates on 64-byte boundaries: a cache line and an AVX-512 register.
template <class T> struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};
  AlignedAllocator() = default;
  template <class U> AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlignment)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, kAlignment); }
  template <class U> bool operator==(const AlignedAllocator<U>&) const { return true; }
};

template <class T> using AlignedVector = std::vector<T, AlignedAllocator<T>>;

} // namespace rxq::base
