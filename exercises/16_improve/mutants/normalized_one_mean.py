"""Take one mean and one deviation for all channels, as for digits."""
# expect: improve-normalized
# says: all channels share one mean


def normalized(images, train_images):
    return (images - train_images.mean()) / train_images.std()
