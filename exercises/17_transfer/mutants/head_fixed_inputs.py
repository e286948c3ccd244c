"""Copy the number of inputs from the example."""
# expect: transfer-head
# says: ['head.weight']

from torch import nn


def replace_head(net, num_classes):
    net.head = nn.Linear(7, num_classes)
