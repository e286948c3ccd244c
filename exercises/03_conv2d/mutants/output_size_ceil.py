"""Round the division up: "every pixel must be seen by some window".

It seems a pity to lose the last pixels, and some pooling layers do round up.
"""
# expect: conv2d-output-size
# says: the division is rounded up


def output_size(n, k, stride=1, padding=0):
    return -(-(n + 2 * padding - k) // stride) + 1
