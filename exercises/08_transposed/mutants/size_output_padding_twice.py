"""Add `output_padding` at both ends, like padding."""
# expect: transposed-size
# says: at both ends


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + kernel_size - 2 * padding + 2 * output_padding
