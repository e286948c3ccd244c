"""Count the batches by a whole division."""
# expect: transfer-extract
# says: the last, smaller batch is missing

import torch


def extract(net, images, batch_size):
    was_training = net.training
    net.eval()
    count = len(images) // batch_size
    parts = [
        images[k * batch_size : (k + 1) * batch_size] for k in range(count)
    ]
    with torch.no_grad():
        table = [net.features(batch) for batch in parts]
    net.train(was_training)
    return torch.cat(table)
