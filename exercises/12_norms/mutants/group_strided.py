"""Take every G-th channel into a group."""
# expect: norms-group
# says: must be neighbours


def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    grouped = x.reshape(N, C // num_groups, num_groups, H, W)
    x_hat = normalized(grouped, (1, 3, 4), eps).reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
