"""Hook and gradient, both right: but a frozen network gives no graph."""
# expect: gradcam-traces
# says: does not require grad

import torch


def maps_and_gradients(net, x, targets):
    kept = {}

    def keep(layer, inputs, output):
        kept["maps"] = output

    handle = net.features.register_forward_hook(keep)
    rows = torch.arange(len(x))
    chosen = net(x)[rows, targets].sum()
    handle.remove()
    (gradients,) = torch.autograd.grad(chosen, kept["maps"])
    return kept["maps"], gradients
