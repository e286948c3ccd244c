"""Write the page's K squared: right for square kernels only."""
# expect: eff-ratio
# says: cost_ratio(8, (1, 7))


def cost_ratio(out_channels, kernel_size):
    from fractions import Fraction

    K = kernel_size[0]
    ratio = Fraction(1, out_channels) + Fraction(1, K * K)
    return ratio.numerator, ratio.denominator
