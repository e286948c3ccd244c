"""Add 1e-8 against division by 0; small maps get lost in it."""
# expect: gradcam-unit
# says: something is added to the distance


def to_unit(cam):
    low = cam.min(axis=(1, 2), keepdims=True)
    high = cam.max(axis=(1, 2), keepdims=True)
    return (cam - low) / (high - low + 1e-8)
