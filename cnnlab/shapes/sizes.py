"""Sizes along one axis: what a sliding window leaves of its input."""

Pair = int | tuple[int, int]


def as_pair(value: Pair, name: str = "value") -> tuple[int, int]:
    """``3`` -> ``(3, 3)``; ``(3, 5)`` stays (height first, then width)."""
    pair = (value, value) if isinstance(value, int) else tuple(value)
    if len(pair) != 2 or not all(isinstance(v, int) for v in pair):
        raise ValueError(
            f"`{name}` (={value!r}) must be an integer or a pair "
            "(height, width) of integers"
        )
    return pair


def at_least(least: int, **values: int) -> None:
    for name, value in values.items():
        if value < least:
            raise ValueError(f"`{name}` (={value}) must be at least {least}")


def output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """Number of places where a kernel fits along one axis.

    All arguments are in pixels. The division is floored, so pixels at the
    far border may never be seen [1]_. With ``ceil_mode``, which pooling
    layers have, one more window may stand over the far border, if it begins
    inside the input or the padding before it.

    Raises
    ------
    ValueError
        If the (dilated) kernel is longer than the padded input.

    References
    ----------
    .. [1] Dumoulin and Visin, "A guide to convolution arithmetic for deep
       learning", 2016, relationship 15.

    Examples
    --------
    >>> output_size(32, kernel_size=5)
    28
    >>> [output_size(7, kernel_size=3, stride=s) for s in (1, 2, 3)]
    [5, 3, 2]
    >>> output_size(6, kernel_size=3, stride=2, ceil_mode=True)
    3
    """
    at_least(1, size=size, kernel_size=kernel_size, stride=stride)
    at_least(1, dilation=dilation)
    at_least(0, padding=padding)
    span = dilation * (kernel_size - 1) + 1
    padded = size + 2 * padding
    if span > padded:
        raise ValueError(
            f"a kernel spanning {span} pixels (`kernel_size`={kernel_size}, "
            f"`dilation`={dilation}) does not fit an input of {padded} "
            f"(`size`={size}, `padding`={padding}): pad more or shrink it"
        )
    places = (padded - span) // stride + 1
    left_over = (padded - span) % stride > 0
    if ceil_mode and left_over and places * stride < size + padding:
        places += 1
    return places


def transposed_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Size that a transposed convolution gives along one axis.

    `output_size` undone [1]_. Where the floor there has merged several
    sizes into one, ``output_padding`` (less than the stride or the
    dilation) says which of them is meant.

    References
    ----------
    .. [1] Dumoulin and Visin, 2016, relationship 14.

    Examples
    --------
    >>> [transposed_size(3, 3, stride=2, output_padding=p) for p in (0, 1)]
    [7, 8]
    >>> [output_size(n, 3, stride=2) for n in (7, 8)]
    [3, 3]
    """
    at_least(1, size=size, kernel_size=kernel_size, stride=stride)
    at_least(1, dilation=dilation)
    at_least(0, padding=padding, output_padding=output_padding)
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"`output_padding` (={output_padding}) must be smaller than "
            f"`stride` (={stride}) or `dilation` (={dilation}): more than "
            "that, and the size belongs to another input"
        )
    span = dilation * (kernel_size - 1) + 1
    result = (size - 1) * stride + span - 2 * padding + output_padding
    if result < 1:
        raise ValueError(
            f"`padding` (={padding}) cuts away all of the "
            f"{result + 2 * padding} pixels: use less"
        )
    return result


def same_padding(kernel_size: int, dilation: int = 1) -> int:
    """Padding that keeps the size at stride 1, for an odd kernel.

    Examples
    --------
    >>> [same_padding(k) for k in (1, 3, 5, 7)]
    [0, 1, 2, 3]
    """
    at_least(1, kernel_size=kernel_size, dilation=dilation)
    span = dilation * (kernel_size - 1)
    if span % 2:
        raise ValueError(
            f"`kernel_size` (={kernel_size}) must be odd: an even kernel "
            "needs one pixel more on one side than on the other"
        )
    return span // 2
