"""Set the jump to the stride of the last layer, not to the product."""
# expect: conv2d-receptive-field
# says: each stride acts on the next layer only


def receptive_field(layers):
    field, jump = 1, 1
    for kernel_size, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        field += (kernel_size - 1) * dilation * jump
        jump = stride
    return field
