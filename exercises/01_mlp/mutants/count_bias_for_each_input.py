"""Count (m + 1) n the wrong way round, as m (n + 1)."""
# expect: mlp-count-parameters
# says: a layer has a bias for each input


def count_parameters(sizes, bias=True):
    total = 0
    for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
        total += inputs * (units + int(bias))
    return total
