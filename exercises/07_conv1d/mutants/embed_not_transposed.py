"""Leave time before the channels, as the lookup gives it."""
# expect: text-embed
# says: time stands before the channels


def embed(tokens, table):
    return table[tokens]
