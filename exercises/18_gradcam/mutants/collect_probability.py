"""Put softmax before the gradient."""
# expect: gradcam-collect
# says: of the probability

import torch


def maps_and_gradients(net, x, targets):
    with torch.no_grad():
        maps = net.features(x)
    maps.requires_grad_()
    rows = torch.arange(len(x))
    chosen = net.head(maps).softmax(dim=1)[rows, targets]
    (gradients,) = torch.autograd.grad(chosen.sum(), maps)
    return maps.detach(), gradients
