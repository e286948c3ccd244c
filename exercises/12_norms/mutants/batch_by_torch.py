"""Let PyTorch do it."""
# expect: norms-batch
# says: does the whole job


def batch_norm(x, gamma, beta, eps=1e-5):
    import torch

    given = [torch.tensor(a) for a in (gamma, beta)]
    y = torch.nn.functional.batch_norm(
        torch.tensor(x), None, None, *given, training=True, eps=eps
    )
    return y.numpy()
