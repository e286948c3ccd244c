"""Leave the output layer without biases, since it has no ReLU either."""
# expect: mlp-count-parameters
# says: the output units have no biases


def count_parameters(sizes, bias=True):
    total = sum(sizes[1:-1]) if bias else 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        total += inputs * units
    return total
