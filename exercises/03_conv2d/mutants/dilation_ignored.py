"""Read the third number of a layer and do nothing with it."""
# expect: conv2d-receptive-field
# says: the dilation is not used


def receptive_field(layers):
    field, jump = 1, 1
    for kernel_size, stride, *_ in layers:
        field += (kernel_size - 1) * jump
        jump *= stride
    return field
