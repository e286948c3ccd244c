"""Let the second step shrink the map: the first one runs at full size."""
# expect: eff-macs
# says: depthwise step is counted at the size of the input


def separable_macs(in_channels, out_channels, kernel_size, size, stride=1):
    (KH, KW), (H, W) = kernel_size, size
    small = -(-H // stride) * -(-W // stride)
    depthwise = H * W * in_channels * KH * KW
    return depthwise + small * in_channels * out_channels
