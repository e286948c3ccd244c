"""Take `output_padding` and never use it."""
# expect: transposed-size
# says: output_padding is not used


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + kernel_size - 2 * padding
