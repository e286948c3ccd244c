"""Hand all parameters of the base to the optimizer."""
# expect: transfer-groups
# says: frozen parameters are in a group too


def parameter_groups(net, lr_base, lr_head):
    return [
        {"params": list(net.base.parameters()), "lr": lr_base},
        {"params": list(net.head.parameters()), "lr": lr_head},
    ]
