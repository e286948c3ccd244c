"""Accept `bias` and never look at it."""
# expect: mlp-count-parameters
# says: biases are counted although there are none


def count_parameters(sizes, bias=True):
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return sum((inputs + 1) * units for inputs, units in pairs)
