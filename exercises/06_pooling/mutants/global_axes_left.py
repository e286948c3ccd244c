"""Return `(N, C, 1, 1)`, as PyTorch's `AdaptiveAvgPool2d(1)` does."""
# expect: pool-global
# says: axes of size 1 are left


def global_avg_pool2d(x):
    return avg_pool2d(x, x.shape[2:])
