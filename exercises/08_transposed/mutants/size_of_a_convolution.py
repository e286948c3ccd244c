"""Use the formula of the convolution."""
# expect: transposed-size
# says: this is the size of a convolution


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return (n + 2 * padding - kernel_size) // stride + 1 + output_padding
