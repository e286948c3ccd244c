"""Honest submissions of the foreign course: right, half right, odd.

Each is the text of some answer cells; the others are the solution's.
"""

RAISES = """class TooSmall(ValueError):
    pass

def squares(n):
    if n < 1:
        raise TooSmall(f'{n} is too small')
    return [n * n for n in range(1, n + 1)]"""

STUDENTS = {
    "right": {},
    "blank": None,
    "other_types": {
        "squares": RAISES,
        "evens": "def evens(n):\n    yield from range(0, n, 2)",
        "answer": "import numpy\nanswer = numpy.int64(84) // 2",
        "partial": "def is_even(n):\n    return not n & 1",
        "column": "column_means = lambda x: x.sum(0) / np.float32(len(x))",
    },
    "views": {
        "evens": "def evens(n):\n    return {2 * i: 0 for i in "
        "range((n + 1) // 2)}.keys()",
        "squares": "def squares(n):\n    assert n > 0\n"
        "    return [i * i for i in range(1, n + 1)]",
    },
    "half": {
        "squares": "def squares(n):\n    return [i**2 for i in range(n)]",
        "partial": "def is_even(n):\n    return n == 0",
        "vector": "class Vector:\n    def __init__(self, x, y=0.0):\n"
        "        self.x, self.y = x, y\n"
        "    def norm(self):\n        return (self.x**2 + self.y**2) ** 0.5",
        "answer": "answer = 41",
    },
    "hidden": {
        "squares": "def squares(n):\n    if n < 1:\n        raise ValueError\n"
        "    return [1, 4, 9][:n]",
        "inplace": "def clear(x):\n    x = 0 * x",
        "apply": "def twice(f, x):\n    return f(x)",
    },
    "broken": {
        "longest": "def longest(words)\n    return ''",
        "column": "def column_means(x):\n    return x.mean()",
        "source": "def total(n):\n    s = 0\n    for i in range(n + 1):\n"
        "        s += i\n    return s",
        "evens": "def evens(n):\n    return [0, 2, 4]",
    },
    "words": {
        "column": "def column_means(x):\n    print('means')\n"
        "    return np.array([c.mean() for c in x.T], x.dtype)",
        "partial": "def is_even(n):\n    return True",
        "plot": "s = 'mine'",
        "why": "Because.",
    },
}
