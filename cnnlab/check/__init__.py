"""What the test cells of the exercises call.

A test cell opens with ``t = check.cell("grade-id")``, makes its data with
``t.rng``, reaches the learner's answer through the verbs of ``t`` alone, and
closes with ``t.passed()``::

    t = check.cell("conv2d-stride")
    x, w = t.rng.normal(size=(7, 10)), t.rng.normal(size=(3, 2))
    t.call(conv2d, x, w, stride=2).equals(check.truth.conv2d(x, w, stride=2))
    t.passed()

The first failure stops the cell with a `CheckFailed`, whose message shows the
call, what came back, what was expected, and one hint. ``NotImplementedError``
of an unwritten stub goes through unchanged.
"""

from cnnlab.check import laws, slips, truth
from cnnlab.check.cell import Cell, cell
from cnnlab.check.forbid import SHORTCUTS, ShortcutError, forbidden
from cnnlab.check.message import CheckFailed
from cnnlab.check.outcome import Outcome
from cnnlab.check.verbs import AnswerError, Rules, perform

__all__ = [
    "SHORTCUTS",
    "AnswerError",
    "Cell",
    "CheckFailed",
    "Outcome",
    "Rules",
    "ShortcutError",
    "cell",
    "forbidden",
    "laws",
    "perform",
    "slips",
    "truth",
]
