"""Forget `zero_grad`: the first step is right, the second is not."""
# expect: transfer-step
# says: the gradients of the step before are added

from torch import nn


def train_step(net, images, labels, optimizer):
    net.train()
    frozen_bn_eval(net)
    loss = nn.functional.cross_entropy(net(images), labels)
    loss.backward()
    optimizer.step()
