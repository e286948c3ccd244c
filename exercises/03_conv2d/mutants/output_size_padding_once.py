"""Add the padding once, as if it were on one side only."""
# expect: conv2d-output-size
# says: the padding is counted on one side only


def output_size(n, k, stride=1, padding=0):
    return (n + padding - k) // stride + 1
