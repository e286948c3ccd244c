"""Put a single unit at each place."""
# expect: sharing-local
# says: the channels of the output are not counted


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    KH, KW = kernel_size
    places = out_shape[1] * out_shape[2]
    return places * (in_shape[0] * KH * KW + int(bias))
