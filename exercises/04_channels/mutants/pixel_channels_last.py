"""Leave the channels at the end, where the product put them."""
# expect: channels-one-by-one
# says: the channels come last


def conv1x1(x, w, bias=None):
    y = x.transpose(0, 2, 3, 1) @ w.T
    return y if bias is None else y + bias
