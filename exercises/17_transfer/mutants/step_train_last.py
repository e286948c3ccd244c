"""Call `net.train()` after the norms are set: it sets them back."""
# expect: transfer-step
# says: mean and variance of frozen batch norms have moved

from torch import nn


def train_step(net, images, labels, optimizer):
    frozen_bn_eval(net)
    net.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(images), labels)
    loss.backward()
    optimizer.step()
