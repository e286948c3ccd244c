"""Square the first side: kernels are mostly square."""
# expect: sharing-local
# says: the kernel is taken to be square

import numpy as np


def local_parameters(in_shape, out_shape, kernel_size, bias=True):
    K = kernel_size[0]
    return int(np.prod(out_shape)) * (in_shape[0] * K * K + int(bias))
