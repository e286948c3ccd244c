"""Forget the first place: count the steps, not the places."""
# expect: conv2d-output-size
# says: the + 1 is missing


def output_size(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) // stride
