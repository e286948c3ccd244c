"""Count the weights only."""
# expect: classic-inception-count
# says: the biases are missing


def inception_parameters(
    in_channels, conv1, reduce3, conv3, reduce5, conv5, project
):
    small = in_channels * (conv1 + reduce3 + reduce5 + project)
    return small + 9 * reduce3 * conv3 + 25 * reduce5 * conv5
