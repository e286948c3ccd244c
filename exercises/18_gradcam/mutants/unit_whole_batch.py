"""Take lowest and highest number of the whole batch."""
# expect: gradcam-unit
# says: all maps share one lowest


def to_unit(cam):
    span = cam.max() - cam.min()
    return (cam - cam.min()) / (span if span > 0 else 1)
