"""Call `backward`: it fills the gradients of all parameters too."""
# expect: gradcam-traces
# says: gradients of parameters

import torch


def maps_and_gradients(net, x, targets):
    maps = net.features(x)
    maps.retain_grad()
    net.head(maps)[torch.arange(len(x)), targets].sum().backward()
    return maps, maps.grad
