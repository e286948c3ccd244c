"""Cut the pixels as rows, `x.reshape(-1, C_in)`, with channels first."""
# expect: channels-one-by-one
# says: channels are mixed


def conv1x1(x, w, bias=None):
    N, C_in, H, W = x.shape
    y = (x.reshape(-1, C_in) @ w.T).reshape(N, H, W, len(w))
    y = y.transpose(0, 3, 1, 2)
    return y if bias is None else y + bias[:, None, None]
