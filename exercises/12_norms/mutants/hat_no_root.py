"""Divide by the variance: the root is forgotten."""
# expect: norms-hat
# says: the root is missing


def normalized(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / (var + eps)
