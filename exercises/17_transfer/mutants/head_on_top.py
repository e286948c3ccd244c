"""Put a second layer behind the old head."""
# expect: transfer-head
# says: items

from torch import nn


def replace_head(net, num_classes):
    new = nn.Linear(net.head.out_features, num_classes)
    net.head = nn.Sequential(net.head, new)
