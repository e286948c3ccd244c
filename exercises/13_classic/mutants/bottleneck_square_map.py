"""Use H for both sides: all maps so far were square."""
# expect: classic-bottleneck
# says: the width is not used


def bottleneck_macs(in_channels, middle, out_channels, kernel_size, H, W):
    large = middle * out_channels * kernel_size**2
    return (in_channels * middle + large) * H**2
