"""Leave the bias out: the formula Y = W X has none."""
# expect: im2col-conv2d
# says: the bias is missing


def conv2d(x, w, b, stride=1, padding=0):
    N, _, H, W = x.shape
    C_out, _, KH, KW = w.shape
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    columns = im2col(x, (KH, KW), stride, padding)
    y = w.reshape(C_out, -1) @ columns
    return y.reshape(N, C_out, H_out, W_out)
