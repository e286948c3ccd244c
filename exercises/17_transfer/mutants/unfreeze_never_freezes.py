"""Thaw the last blocks and leave the others as they are."""
# expect: transfer-unfreeze
# says: nothing is frozen


def unfreeze_last(net, blocks):
    first = len(net.base) - blocks
    net.base[first:].requires_grad_(True)
    net.head.requires_grad_(True)
