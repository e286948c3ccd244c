"""Call the function of the package."""
# expect: im2col-columns
# says: cnnlab.reference


def im2col(x, kernel_size, stride=1, padding=0):
    from cnnlab.reference import im2col as reference

    return reference.im2col(x, kernel_size, stride, padding)
