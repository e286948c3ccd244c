"""Average over the pixels only: each channel by itself."""
# expect: norms-group
# says: a group of its own


def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    grouped = x.reshape(N, num_groups, C // num_groups, H, W)
    x_hat = normalized(grouped, (3, 4), eps).reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
