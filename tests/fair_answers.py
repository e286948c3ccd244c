"""What honest answers do besides answering."""

from fair_course import DOUBLE, Sheet, code, markdown
from fair_register import accident

QUICK = {"cpu_seconds": 1.0, "idle_seconds": 2.0}


@accident(lost="double-test", says="ended in the middle")
def one_answer_kills_the_kernel(sheet: Sheet) -> None:
    """One function aborts the process in each call; the others count."""
    sheet.write("double", "import os\ndef double(x):\n    os.abort()")


@accident(lost="double-test", says="ended in the middle")
def one_answer_ends_the_process(sheet: Sheet) -> None:
    """A cell that ends its process while it is defined."""
    sheet.write("double", "import os\nos._exit(0)\n" + DOUBLE + " * 3")
    sheet.after("top-test", "os.abort()")


@accident(lost="double-test", says="processor time", cpu_seconds=1.0)
def one_answer_loops(sheet: Sheet) -> None:
    """One function never ends."""
    sheet.write("double", "def double(x):\n    while True:\n        x += 1")


@accident(lost="double-test")
def one_answer_eats_memory(sheet: Sheet) -> None:
    """One function wants 8 GB."""
    sheet.write("double", "def double(x):\n    return np.ones(2**30)[:1] * x")


@accident(lost="double-test", says="", slow=True, memory_mb=200)
def one_answer_eats_memory_by_and_by(sheet: Sheet) -> None:
    """One function appends to a list for ever."""
    body = "    kept = []\n    while True:\n        kept.append([x] * 10**6)"
    sheet.write("double", f"def double(x):\n{body}")


@accident(lost="double-test", cpu_seconds=2.0, slow=True)
def one_answer_recurses(sheet: Sheet) -> None:
    """Endless recursion, with the limit raised beforehand."""
    sheet.write(
        "double",
        "import sys\nsys.setrecursionlimit(10**7)\n"
        "def double(x):\n    return double(x)",
    )


@accident(lost="double-test", says="without computing", **QUICK)
def one_answer_waits(sheet: Sheet) -> None:
    """One function waits for something that never comes."""
    sheet.write(
        "double",
        "import threading\ndef double(x):\n    threading.Event().wait()",
    )


@accident(says="processor time", cpu_seconds=1.0)
def loops_after_the_definition(sheet: Sheet) -> None:
    """A game loop below the function, and constants above it."""
    sheet.write(
        "double",
        "TWO = 2\nfactors = np.array([TWO])\n\n"
        "def double(x):\n    return factors[0] * x\n\n"
        "while True:\n    double(3)",
    )


@accident()
def uses_names_of_other_cells(sheet: Sheet) -> None:
    """A constant, an import and a helper from earlier own cells."""
    sheet.after("tools", "import statistics as st", "TWO = 2")
    sheet.write("double", "def double(x):\n    return times(TWO, x)")
    sheet.after("double", "def times(a, b):\n    return a * b")
    sheet.write(
        "mean",
        "def mean(x):\n    return np.array([st.mean(c) for c in x.T])",
    )


@accident()
def counts_its_calls(sheet: Sheet) -> None:
    """State that lives from cell to cell."""
    sheet.write(
        "double",
        "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n"
        "    return 2 * x",
    )
    sheet.append("mean", "assert calls == 2")


@accident()
def uses_threads(sheet: Sheet) -> None:
    """Four threads, for speed."""
    sheet.write(
        "double",
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def double(x):\n    with ThreadPoolExecutor(4) as pool:\n"
        "        return sum(pool.map(lambda y: y, [x, x]))",
    )


@accident()
def uses_processes(sheet: Sheet) -> None:
    """Two processes, for speed."""
    sheet.write(
        "double",
        "from multiprocessing import Pool\n"
        "def same(x):\n    return x\n"
        "def double(x):\n    with Pool(2) as pool:\n"
        "        return sum(pool.map(same, [x, x]))",
    )


@accident()
def sleeps(sheet: Sheet) -> None:
    """A little rest in each call."""
    sheet.write(
        "double",
        "import time\ndef double(x):\n    time.sleep(0.2)\n    return x + x",
    )


@accident()
def writes_files(sheet: Sheet) -> None:
    """Files in the folder, and a module written by a cell."""
    sheet.before("double", "%%writefile mine.py\nTWO = 2")
    sheet.write(
        "double",
        "from mine import TWO\nnp.save('two.npy', TWO)\n"
        "def double(x):\n    return np.load('two.npy') * x",
    )


@accident()
def returns_relatives_of_lists(sheet: Sheet) -> None:
    """A generator's array, NumPy's scalars, text of NumPy."""
    sheet.write("double", "def double(x):\n    return np.float32(2 * x)")
    sheet.write("mean", "def mean(x):\n    return [np.mean(c) for c in x.T]")
    sheet.write(
        "top",
        "def top(w):\n    v, n = np.unique(w, return_counts=True)\n"
        "    return v[n.argmax()]",
    )


@accident()
def answers_with_a_class_or_a_lambda(sheet: Sheet) -> None:
    """Callables of other kinds than `def`."""
    sheet.write("double", "double = lambda x: x + x")
    sheet.write(
        "mean",
        "class Mean:\n    def __call__(self, x):\n        return x.mean(0)\n"
        "mean = Mean()",
    )
    sheet.write(
        "top",
        "import functools, statistics\n@functools.cache\ndef mode(w):\n"
        "    return statistics.mode(w)\n"
        "def top(w: 'list[str]', /, *_, **__) -> str:\n"
        "    return mode(tuple(w))",
    )


@accident()
def adds_notes(sheet: Sheet) -> None:
    """Text cells between, and a link in one."""
    sheet.after("double", markdown("my note"), markdown(""), code("  \n"))
    sheet["why"]["source"] += "\n[a link](https://example.org)"
