"""Take all parameters that learn for the first group."""
# expect: transfer-groups
# says: the head stands in both groups


def parameter_groups(net, lr_base, lr_head):
    learning = [p for p in net.parameters() if p.requires_grad]
    return [
        {"params": learning, "lr": lr_base},
        {"params": list(net.head.parameters()), "lr": lr_head},
    ]
