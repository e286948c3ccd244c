"""Give every circle of the drawing a bias, those of the input as well."""
# expect: mlp-count-parameters
# says: the input pixels have got biases too


def count_parameters(sizes, bias=True):
    total = sum(sizes) if bias else 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        total += inputs * units
    return total
