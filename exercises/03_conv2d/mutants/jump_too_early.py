"""Update the jump before using it: a layer's stride widens its own kernel."""
# expect: conv2d-receptive-field
# says: a layer already uses its own stride


def receptive_field(layers):
    field, jump = 1, 1
    for kernel_size, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        jump *= stride
        field += (kernel_size - 1) * dilation * jump
    return field
