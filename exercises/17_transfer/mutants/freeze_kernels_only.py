"""Freeze the layers that come to mind: the convolutions."""
# expect: transfer-freeze
# says: only the kernels are frozen


def freeze(net):
    for block in net.base:
        block.conv.requires_grad_(False)
    net.head.requires_grad_(True)
