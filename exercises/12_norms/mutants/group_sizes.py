"""Take num_groups for the size of a group: the same for G = 2, C = 4."""
# expect: norms-group
# says: channels of a group


def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    grouped = x.reshape(N, C // num_groups, num_groups, H, W)
    x_hat = normalized(grouped, (2, 3, 4), eps).reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None]
