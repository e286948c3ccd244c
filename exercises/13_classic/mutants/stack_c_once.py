"""Count one slice a filter, as if the maps were grey images."""
# expect: classic-stack
# says: C enters once


def stack_weights(channels, layers, kernel_size=3):
    return layers * kernel_size**2 * channels
