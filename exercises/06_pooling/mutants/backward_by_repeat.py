"""Blow `y` and `dy` up with `repeat` and compare with `x`.

It needs windows side by side that cover all of `x`.
"""
# expect: pool-max-backward
# says: stopped with an error


def max_pool2d_backward(dy, x, kernel_size, stride=None):
    KH, KW = kernel_size
    y = max_pool2d(x, kernel_size, stride)
    large = y.repeat(KH, axis=2).repeat(KW, axis=3)
    return (x == large) * dy.repeat(KH, axis=2).repeat(KW, axis=3)
