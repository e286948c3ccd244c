"""Put the + 1 into the bracket: `n - k + 1` was right at stride 1."""
# expect: conv2d-output-size
# says: the + 1 is inside the division


def output_size(n, k, stride=1, padding=0):
    return (n + 2 * padding - k + 1) // stride
