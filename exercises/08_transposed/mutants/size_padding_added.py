"""Add the padding: more padding has always made maps larger."""
# expect: transposed-size
# says: the padding is added


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + kernel_size + 2 * padding + output_padding
