"""Count the way down and the 3x3, and forget the way up."""
# expect: residual-weights
# says: the last 1x1 is missing


def bottleneck_weights(channels, middle):
    return channels * middle + 9 * middle**2
