"""Explain what the network says, not the class that was asked for."""
# expect: gradcam-collect
# says: the class with the highest logit

import torch


def maps_and_gradients(net, x, targets):
    with torch.no_grad():
        maps = net.features(x)
    maps.requires_grad_()
    chosen = net.head(maps).max(dim=1).values
    (gradients,) = torch.autograd.grad(chosen.sum(), maps)
    return maps.detach(), gradients
