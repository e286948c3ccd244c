"""Multiply by gamma as it is, without new axes."""
# expect: norms-group


def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    grouped = x.reshape(N, num_groups, C // num_groups, H, W)
    x_hat = normalized(grouped, (2, 3, 4), eps).reshape(x.shape)
    return gamma * x_hat + beta
