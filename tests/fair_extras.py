"""Accidents in cells of one's own, and words on stderr."""

from fair_course import DOUBLE, Sheet
from fair_register import accident


@accident()
def warns(sheet: Sheet) -> None:
    """A warning and a deprecation, while the test runs and before."""
    talk = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
    sheet.write("double", talk + DOUBLE)
    sheet.write(
        "mean",
        "import warnings\ndef mean(x):\n    warnings.warn('slow')\n"
        "    return np.sum(x, 0) / np.array(len(x))",
    )


@accident()
def shows_progress(sheet: Sheet) -> None:
    """A progress bar on stderr in each call."""
    sheet.write(
        "mean",
        "from tqdm import tqdm\ndef mean(x):\n"
        "    return sum(row for row in tqdm(x)) / len(x)",
    )


@accident()
def divides_by_zero(sheet: Sheet) -> None:
    """NumPy warns on stderr; nbgrader takes all points for that."""
    sheet.write(
        "mean",
        "def mean(x):\n    np.ones(3) / np.zeros(3)\n    return x.mean(0)",
    )


@accident()
def writes_to_stderr(sheet: Sheet) -> None:
    """Debug prints on both streams, in Korean and with an emoji."""
    sheet.write(
        "double",
        "import sys\ndef double(x):\n    print('두 배 \\U0001f600', x)\n"
        "    print('x is', x, file=sys.stderr)\n    return 2 * x",
    )


@accident()
def prints_megabytes(sheet: Sheet) -> None:
    """A print that was forgotten in a loop."""
    sheet.write(
        "double",
        "def double(x):\n    for _ in range(20):\n        print('x' * 2**20)\n"
        "    return 2 * x\nprint('y' * 2**24)",
    )


@accident()
def logs(sheet: Sheet) -> None:
    """The logging module, set to tell everything."""
    sheet.write(
        "double",
        "import logging\nlogging.basicConfig(level='DEBUG')\n"
        "def double(x):\n    logging.error('double %s', x)\n    return 2 * x",
    )


@accident()
def silences_stdout(sheet: Sheet) -> None:
    """Prints are sent to a file that is closed afterwards."""
    sheet.after(
        "tools",
        "import sys\nsys.stdout = open('log.txt', 'w')\nprint('quiet')\n"
        "sys.stdout.close()",
    )


# -- extra cells ------------------------------------------------------------


@accident()
def has_cells_that_fail(sheet: Sheet) -> None:
    """Notes that are no Python, and errors."""
    sheet.after("double", "this is a note", "1 / 0", "x = [", "\x00", "")
    sheet.before("tools", "mean(np.ones(3))")


@accident()
def says_exit(sheet: Sheet) -> None:
    """A cell that ends the kernel in its own way."""
    sheet.after("double", "exit()", "quit", "import sys\nsys.exit(3)")


@accident(says="processor time", cpu_seconds=1.0, slow=True)
def has_a_cell_that_loops(sheet: Sheet) -> None:
    """An endless loop in a cell of one's own."""
    sheet.after("double", "while True:\n    pass")


@accident()
def plots_inline(sheet: Sheet) -> None:
    """The first line of a cell is %matplotlib inline; the rest counts."""
    first = "%matplotlib inline\nimport matplotlib.pyplot as plt\n"
    sheet.write("tools", first + "import numpy as np\nTWO = 2")
    sheet.write("double", "def double(x):\n    return TWO * x")
    sheet.after("double", "plt.plot([1]); plt.show()")


@accident()
def uses_magics(sheet: Sheet) -> None:
    """Magics, shell lines, help, display."""
    sheet.after(
        "double",
        "%%time\nslowly = 3",
        "assert slowly == 3\nthird = 1 / slowly",
        "from IPython.display import HTML\ndisplay(HTML('<b>x</b>'))",
        "double?",
        "%env CNNLAB_CHECK_SEED=1\n%load_ext autoreload\n%autoreload 2",
        "!echo hello\nfiles = !ls",
        "get_ipython().ast_node_interactivity = 'all'",
        "%timeit -n1 -r1 double(3)",
        "%%capture out\nprint(1)",
        "print(In, Out, _)",
    )
    sheet.append("mean", "!pip --version\nassert round(third, 2) == 0.33")


@accident()
def starts_a_cell_with_a_magic(sheet: Sheet) -> None:
    """The cell of an answer begins with %%time."""
    sheet.write("double", "%%time\n" + DOUBLE)


@accident(slow=True)
def installs_a_package(sheet: Sheet) -> None:
    """There is no network in the box; pip tries for a while."""
    sheet.after("tools", "!pip install tqdm", "%pip install tqdm")


@accident()
def awaits(sheet: Sheet) -> None:
    """Await at the top of a cell, as Jupyter allows."""
    sheet.write(
        "double",
        "import asyncio\nasync def two():\n    await asyncio.sleep(0.01)\n"
        "    return 2\nTWO = await two()\n"
        "def double(x):\n    return TWO * x",
    )


@accident(slow=True)
def plots(sheet: Sheet) -> None:
    """Figures, shown and left open."""
    sheet.after(
        "mean",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
        "plt.title('ü 한'); plt.show()",
    )


@accident()
def cleans_up(sheet: Sheet) -> None:
    """After the test, all names are deleted or used for something else."""
    sheet.after("double-test", "del double", "%reset -f\nimport numpy as np")
    sheet.after("mean-test", "mean = np.mean([1, 2])")


@accident()
def has_own_asserts(sheet: Sheet) -> None:
    """Own checks, one of which is wrong."""
    sheet.append("double", "assert double(1) == 2")
    sheet.append("mean", "assert mean(np.ones((2, 2))) == 1")


@accident()
def asks_for_input(sheet: Sheet) -> None:
    """Nobody is there to answer."""
    sheet.append("double", "n = int(input('n? '))")
    sheet.after("double", "print(input())")


@accident()
def sets_seeds_and_strictness(sheet: Sheet) -> None:
    """Seeds, warnings as errors, print options, a low recursion limit."""
    sheet.after(
        "tools",
        "import random, sys, warnings\nnp.random.seed(0); random.seed(0)\n"
        "warnings.simplefilter('error')\nnp.seterr(all='raise')\n"
        "np.set_printoptions(precision=1)\nsys.setrecursionlimit(200)",
    )


@accident()
def shadows_builtins(sheet: Sheet) -> None:
    """Variables that are called like builtins."""
    sheet.before("double", "list = [1]; sum = 0; print = None; len = 3")
    sheet.before("double", "type = isinstance = repr = str = 'x'")
