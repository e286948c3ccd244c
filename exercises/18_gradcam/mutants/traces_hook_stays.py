"""Register a hook and forget its handle."""
# expect: gradcam-traces
# says: hooks

import torch


def maps_and_gradients(net, x, targets):
    kept = {}

    def keep(layer, inputs, output):
        kept["maps"] = output

    net.features.register_forward_hook(keep)
    rows = torch.arange(len(x))
    chosen = net(x)[rows, targets].sum()
    (gradients,) = torch.autograd.grad(chosen, kept["maps"])
    return kept["maps"], gradients
