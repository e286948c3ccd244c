"""Blow `dy` up with `repeat`: the rows that no window sees are missing."""
# expect: pool-avg-backward
# says: wrong shape


def avg_pool2d_backward(dy, x, kernel_size, stride=None):
    KH, KW = kernel_size
    return dy.repeat(KH, axis=2).repeat(KW, axis=3) / (KH * KW)
