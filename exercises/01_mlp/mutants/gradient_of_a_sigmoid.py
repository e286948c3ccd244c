"""Use p (1 - p), the derivative of the sigmoid."""
# expect: mlp-gradient
# says: the derivative of a sigmoid


def cross_entropy_gradient(z, y):
    p = softmax(z)
    return p * (1 - p) / len(y)
