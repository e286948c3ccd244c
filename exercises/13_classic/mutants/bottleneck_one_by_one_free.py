"""Leave the 1x1 out: "a single weight costs next to nothing"."""
# expect: classic-bottleneck
# says: the 1x1 costs nothing here


def bottleneck_macs(in_channels, middle, out_channels, kernel_size, H, W):
    return middle * out_channels * kernel_size**2 * H * W
