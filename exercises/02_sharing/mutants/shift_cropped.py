"""Cut the rows and columns off and forget to fill up with zeros."""
# expect: sharing-shift
# says: shape


def shift(images, dy, dx):
    H, W = images.shape[-2:]
    rows = slice(max(-dy, 0), H - max(dy, 0))
    return images[..., rows, max(-dx, 0) : W - max(dx, 0)]
