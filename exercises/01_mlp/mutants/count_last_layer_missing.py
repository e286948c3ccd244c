"""Stop the loop one layer early: `range(len(sizes) - 2)`."""
# expect: mlp-count-parameters
# says: the last layer is missing


def count_parameters(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 2):
        total += (sizes[i] + int(bias)) * sizes[i + 1]
    return total
