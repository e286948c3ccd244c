"""Let PyTorch do it."""
# expect: pool-max
# says: does the whole job


def max_pool2d(x, kernel_size, stride=None):
    import torch

    y = torch.nn.functional.max_pool2d(torch.tensor(x), kernel_size, stride)
    return y.numpy()
