"""Count from the end: `[-0:]` is everything."""
# expect: transfer-unfreeze
# says: nothing is frozen


def unfreeze_last(net, blocks):
    freeze(net)
    net.base[-blocks:].requires_grad_(True)
