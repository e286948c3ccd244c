"""Leave the network in training mode: no gradient is needed anyway."""
# expect: transfer-extract
# says: batch norm has used the numbers of each batch

import torch


def extract(net, images, batch_size):
    was_training = net.training
    with torch.no_grad():
        table = [net.features(batch) for batch in images.split(batch_size)]
    net.train(was_training)
    return torch.cat(table)
