"""Divide the new cost by the old one."""
# expect: classic-saving
# says: the quotient is upside down


def saving(in_channels, middle, out_channels, kernel_size):
    direct = in_channels * out_channels * kernel_size**2
    reduce = in_channels * middle
    return (reduce + middle * out_channels * kernel_size**2) / direct
