"""Multiply the sizes and forget that each unit also adds a number."""
# expect: mlp-count-parameters
# says: the biases are missing


def count_parameters(sizes, bias=True):
    return sum(m * n for m, n in zip(sizes, sizes[1:], strict=False))
