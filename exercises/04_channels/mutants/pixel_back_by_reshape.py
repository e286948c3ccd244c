"""Move the channels to the end, and reshape them back to the front."""
# expect: channels-one-by-one
# says: axes are mixed


def conv1x1(x, w, bias=None):
    N, C_in, H, W = x.shape
    pixels = x.transpose(0, 2, 3, 1).reshape(-1, C_in) @ w.T
    if bias is not None:
        pixels = pixels + bias
    return pixels.reshape(N, len(w), H, W)
