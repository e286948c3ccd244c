"""Use 1 + L (K - 1), which holds at stride 1 only."""
# expect: conv2d-receptive-field
# says: the strides are not used


def receptive_field(layers):
    field = 1
    for kernel_size, _, *rest in layers:
        dilation = rest[0] if rest else 1
        field += (kernel_size - 1) * dilation
    return field
