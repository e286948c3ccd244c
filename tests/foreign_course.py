"""A course in plain nbgrader style: nothing of this book is in it."""

from fair_course import code, markdown, solved

TEST = {"grade": True, "locked": True}
CELLS: list[dict] = []
# What must run in the box, and why nothing else will do.
INSIDE = {
    "apply-test",  # hands a function over
    "source-test",  # reads the source of the answer
    "vector-operators-test",  # == and + of the student's class
    "list-operator-test",  # isinstance with the student's class
}


def question(key: str, solution: str, test: str, points: float = 1) -> None:
    """Add an answer cell and its test cell."""
    CELLS.append(code(solution, key, solution=True))
    CELLS.append(code(test, f"{key}-test", points=points, **TEST))


def more(key: str, test: str, points: float = 1) -> None:
    """Add another test cell for what was answered above."""
    CELLS.append(code(test, f"{key}-test", points=points, **TEST))


CELLS.append(markdown("# Week 3\nNumbers, words, vectors."))
CELLS.append(
    code(
        "import numpy as np\nimport math\n"
        "table = np.loadtxt('table.csv', delimiter=',')\n"
        "with open('data/words.txt', encoding='utf-8') as file:\n"
        "    WORDS = file.read().split()",
        "imports",
        locked=True,
    )
)
CELLS.append(code("print(table.shape)"))
question(
    "squares",
    f"def squares(n):\n    '''Squares of 1 to n.'''\n"
    f"    {solved('').splitlines()[0]}\n"
    "    if n < 1:\n        raise ValueError('n must be 1 or more')\n"
    "    return [i**2 for i in range(1, n + 1)]\n"
    f"    {solved('').splitlines()[-1]}",
    "assert squares(1) == [1]\nassert squares(3) == [1, 4, 9]\n"
    "### BEGIN HIDDEN TESTS\nassert squares(10)[-1] == 100\n"
    "### END HIDDEN TESTS",
    2,
)
more(
    "squares-error",
    "try:\n    squares(0)\nexcept ValueError:\n    pass\n"
    "else:\n    raise AssertionError('did not raise')",
)
question("answer", solved("answer = 42"), "assert answer == 42")
question(
    "column",
    solved("def column_means(x):\n    return x.mean(axis=0)"),
    "np.testing.assert_allclose(column_means(table), [2, 3])\n"
    "x = np.ones((2, 3), dtype=np.float32)\n"
    "assert column_means(x).dtype == np.float32\n"
    "assert isinstance(column_means(x), np.ndarray)",
    3,
)
question(
    "partial",
    solved("def is_even(n):\n    return n % 2 == 0"),
    "right = sum(is_even(n) == (n % 2 == 0) for n in range(4))\nright / 2",
    2,
)
question(
    "longest",
    solved("def longest(words):\n    return max(words, key=len)"),
    "assert longest(WORDS) == 'Gemüsesuppe'\nassert longest(['a']) == 'a'",
)
CELLS.append(code("found = longest(WORDS)\nfound"))
more("found", "assert found == 'Gemüsesuppe', 'the cell above'")
question(
    "vector",
    solved(
        "class Vector:\n"
        "    def __init__(self, x, y=0.0):\n        self.x, self.y = x, y\n"
        "    def norm(self):\n        return math.hypot(self.x, self.y)\n"
        "    def scaled(self, k=2):\n"
        "        return Vector(k * self.x, k * self.y)\n"
        "    def __add__(self, other):\n"
        "        return Vector(self.x + other.x, self.y + other.y)\n"
        "    def __eq__(self, other):\n"
        "        return (self.x, self.y) == (other.x, other.y)"
    ),
    "v = Vector(3.0, y=4.0)\nassert v.x == 3 and Vector(1).y == 0\n"
    "assert abs(v.norm() - 5) < 1e-9\nassert v.scaled(k=2).scaled().x == 12\n"
    "assert not hasattr(v, 'z')",
    3,
)
more("vector-operators", "assert Vector(1, 2) + Vector(1, 1) == Vector(2, 3)")
more("list-operator", "assert isinstance(Vector(1), Vector)")
question(
    "apply",
    solved("def twice(f, x):\n    return f(f(x))"),
    "assert twice(lambda x: x + 1, 0) == 2",
)
question(
    "source",
    solved("def total(n):\n    return 0 if n == 0 else n + total(n - 1)"),
    "import inspect\nassert total(4) == 10\n"
    "assert 'for' not in inspect.getsource(total)",
)
question(
    "evens",
    solved("def evens(n):\n    return list(range(0, n, 2))"),
    "assert list(evens(5)) == [0, 2, 4]\nassert sorted(evens(2)) == [0]",
)
question(
    "inplace",
    solved("def clear(x):\n    x[:] = 0"),
    "x = np.ones(3)\nassert clear(x) is None\nassert not x.any()",
)
CELLS += [
    code(solved("s = 'by hand'"), "plot", solution=True, grade=True, points=4),
    markdown("Why?", "why", solution=True, grade=True, points=5),
    markdown("Build a bridge.", "bridge", task=True, locked=True, points=6),
]

FILES = (
    ("table.csv", b"1,2\n3,4\n"),
    ("data/words.txt", "Brot Gemüsesuppe Öl".encode()),
)
AUTOMATIC = sum(
    cell["metadata"]["nbgrader"]["points"]
    for cell in CELLS
    if cell["metadata"].get("nbgrader", {}).get("locked")
    and cell["metadata"]["nbgrader"]["grade"]
)
