"""Add `b` as it is: NumPy lines it up with the places."""
# expect: im2col-conv2d
# says: could not be broadcast


def conv2d(x, w, b, stride=1, padding=0):
    N, _, H, W = x.shape
    C_out, _, KH, KW = w.shape
    H_out = output_size(H, KH, stride, padding)
    W_out = output_size(W, KW, stride, padding)
    columns = im2col(x, (KH, KW), stride, padding)
    y = w.reshape(C_out, -1) @ columns + b
    return y.reshape(N, C_out, H_out, W_out)
