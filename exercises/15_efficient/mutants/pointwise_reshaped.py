"""Make a matrix of x by reshape, without moving the channel axis."""
# expect: eff-pointwise
# says: the axis of the channels has to move


def pointwise_conv(x, w):
    N, C, H, W = x.shape
    rows = x.reshape(N * H * W, C) @ w[:, :, 0, 0].T
    return rows.reshape(N, H, W, len(w)).transpose(0, 3, 1, 2)
