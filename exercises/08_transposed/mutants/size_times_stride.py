"""Multiply by the stride, which holds for K - 2 P = S only."""
# expect: transposed-size
# says: whatever the kernel


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return n * stride
