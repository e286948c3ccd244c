"""Write `dz[:, y] -= 1`, which is right for a single image."""
# expect: mlp-gradient
# says: dz[:, y] changes every label in every row


def cross_entropy_gradient(z, y):
    dz = softmax(z)
    dz[:, y] -= 1
    return dz / len(y)
