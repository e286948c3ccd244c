"""Let each layer add its K pixels; neighbouring windows overlap, though."""
# expect: classic-large
# says: each layer adds K - 1 to the field


def large_weights(channels, layers, kernel_size=3):
    field = layers * kernel_size
    return field**2 * channels**2
