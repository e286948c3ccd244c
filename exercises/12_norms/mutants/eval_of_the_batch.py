"""Forget that evaluation is another thing: `net.eval()` is missing."""
# expect: norms-eval
# says: those of the batch


def batch_norm_eval(x, gamma, beta, running_mean, running_var, eps=1e-5):
    return batch_norm(x, gamma, beta, eps)
