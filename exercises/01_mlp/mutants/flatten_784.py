"""Write the 784 of MNIST into the function."""
# expect: mlp-flatten
# says: stopped with an error


def flatten(images):
    return images.reshape(-1, 784)
