"""Multiply the kernel sizes: "each of the 3 pixels sees 3 pixels"."""
# expect: conv2d-receptive-field
# says: a layer multiplies by its K


def receptive_field(layers):
    field = 1
    for kernel_size, *_ in layers:
        field *= kernel_size
    return field
