"""Cut the axes by `reshape`: fast, and right for windows side by side."""
# expect: pool-max-stride


def max_pool2d(x, kernel_size, stride=None):
    KH, KW = kernel_size
    N, C, H, W = x.shape
    x = x[:, :, : H // KH * KH, : W // KW * KW]
    parts = x.reshape(N, C, H // KH, KH, W // KW, KW)
    return parts.max(axis=(3, 5))
