"""Measure the pictures that are given: test pictures by the test part."""
# expect: improve-normalized
# says: measured by themselves


def normalized(images, train_images):
    mean = images.mean(axis=(0, 2, 3), keepdims=True)
    return (images - mean) / images.std(axis=(0, 2, 3), keepdims=True)
