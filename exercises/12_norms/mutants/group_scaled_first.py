"""Scale before normalizing: part of gamma is divided out again."""
# expect: norms-group


def group_norm(x, gamma, beta, num_groups, eps=1e-5):
    N, C, H, W = x.shape
    scaled = gamma[:, None, None] * x + beta[:, None, None]
    grouped = scaled.reshape(N, num_groups, C // num_groups, H, W)
    return normalized(grouped, (2, 3, 4), eps).reshape(x.shape)
