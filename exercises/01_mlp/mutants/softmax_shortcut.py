"""Let SciPy do it."""
# expect: mlp-softmax
# says: scipy.special


def softmax(z):
    from scipy.special import softmax as finished

    return finished(z, axis=1)
