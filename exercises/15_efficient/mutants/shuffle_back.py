"""Start with the size of a group: that is the way back."""
# expect: eff-shuffle
# says: the way back


def channel_shuffle(x, groups):
    N, C, H, W = x.shape
    table = x.reshape(N, C // groups, groups, H, W)
    return table.transpose(1, 2).reshape(N, C, H, W)
