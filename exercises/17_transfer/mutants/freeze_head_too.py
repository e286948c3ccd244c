"""Freeze the network and forget to except the head."""
# expect: transfer-freeze
# says: the head too


def freeze(net):
    net.requires_grad_(False)
