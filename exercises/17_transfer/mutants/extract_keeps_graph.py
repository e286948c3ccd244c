"""Use evaluation mode and take it for no_grad."""
# expect: transfer-extract
# says: ask for no gradient

import torch


def extract(net, images, batch_size):
    was_training = net.training
    net.eval()
    table = [net.features(batch) for batch in images.split(batch_size)]
    net.train(was_training)
    return torch.cat(table)
