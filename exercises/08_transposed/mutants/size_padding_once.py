"""Cut the padding off at one end."""
# expect: transposed-size
# says: one end only


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return (n - 1) * stride + kernel_size - padding + output_padding
