"""Add 1 for each layer: "plus b" in the formula looks like one number."""
# expect: mlp-count-parameters
# says: each layer has one bias


def count_parameters(sizes, bias=True):
    total = 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        total += inputs * units + int(bias)
    return total
