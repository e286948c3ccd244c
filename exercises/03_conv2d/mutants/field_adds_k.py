"""Add K for each layer instead of its K - 1 gaps."""
# expect: conv2d-receptive-field
# says: a layer adds K, not K - 1


def receptive_field(layers):
    field, jump = 1, 1
    for kernel_size, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        field += kernel_size * dilation * jump
        jump *= stride
    return field
