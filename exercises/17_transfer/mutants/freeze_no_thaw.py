"""Freeze the base; a head that was frozen stays so."""
# expect: transfer-freeze
# says: the head too


def freeze(net):
    net.base.requires_grad_(False)
