"""Spare what is called bias: the scales of the norms are pulled too."""
# expect: improve-decays
# says: bn.weight


def decays(params, weight_decay):
    return {
        name: 0.0 if name.endswith("bias") else weight_decay for name in params
    }
