"""Divide with `/`, as the formula is printed in many slides, without a floor."""
# expect: conv2d-output-size
# says: whole number


def output_size(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) / stride + 1
