"""Put the input channels first, as the depthwise weights have them."""
# expect: eff-merged
# says: C_out and C_in are swapped


def merged_kernel(depthwise, pointwise):
    return depthwise * pointwise[:, :, 0, 0].T[:, :, None, None]
