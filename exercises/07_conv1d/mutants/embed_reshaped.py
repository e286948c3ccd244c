"""Reshape to the right shape: the numbers land elsewhere."""
# expect: text-embed
# says: the axes are reshaped, not swapped


def embed(tokens, table):
    N, L = tokens.shape
    return table[tokens].reshape(N, table.shape[1], L)
