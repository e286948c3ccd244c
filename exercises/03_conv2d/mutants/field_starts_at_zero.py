"""Start from 0: "nothing is seen before the first layer"."""
# expect: conv2d-receptive-field


def receptive_field(layers):
    field, jump = 0, 1
    for kernel_size, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        field += (kernel_size - 1) * dilation * jump
        jump *= stride
    return field
