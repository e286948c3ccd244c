"""Put a unit on each pixel, though near the border no window fits."""
# expect: sharing-local
# says: there is a window for each pixel


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    C_in, H, W = in_shape
    window = C_in * kernel_size[0] * kernel_size[1]
    return out_shape[0] * H * W * (window + int(bias))
