"""Add each map up and forget to divide."""
# expect: pool-global
# says: you take the sum of each map


def global_avg_pool2d(x):
    return x.sum(axis=(2, 3))
