"""Halve after every block, the last one too."""
# expect: residual-channels
# says: there is a transition after the last block


def dense_channels(first, blocks, growth):
    channels = first
    for layers in blocks:
        channels = (channels + layers * growth) // 2
    return channels
