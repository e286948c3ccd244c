"""Multiply the fields: 3 layers of 3 "see 27 pixels"."""
# expect: classic-large
# says: fields add up, they do not multiply


def large_weights(channels, layers, kernel_size=3):
    field = kernel_size**layers
    return field**2 * channels**2
