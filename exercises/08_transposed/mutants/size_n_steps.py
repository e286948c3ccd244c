"""Count n steps for n stamps."""
# expect: transposed-size
# says: n steps are counted


def transposed_size(n, kernel_size, stride=1, padding=0, output_padding=0):
    return n * stride + kernel_size - 2 * padding + output_padding
