"""Forget to put the old mode back."""
# expect: transfer-extract
# says: the old mode is not put back

import torch


def extract(net, images, batch_size):
    net.eval()
    with torch.no_grad():
        table = [net.features(batch) for batch in images.split(batch_size)]
    return torch.cat(table)
