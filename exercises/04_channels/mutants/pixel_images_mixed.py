"""Reshape to `(C_in, -1)`: right for one image only."""
# expect: channels-one-by-one
# says: images and channels are mixed


def conv1x1(x, w, bias=None):
    N, C_in, H, W = x.shape
    y = (w @ x.reshape(C_in, -1)).reshape(len(w), N, H, W).swapaxes(0, 1)
    return y if bias is None else y + bias[:, None, None]
