"""Before anybody is graded: the instructor's own solution, on the same way.

It shows which test cells can run outside the box. One that needs more of an
answer than can be reached from there (its source, an operator of its class)
runs in the box. The decision is made from the instructor's notebook alone:
what a student writes cannot change it.
"""

from dataclasses import replace

from cnnlab.grading import referee
from cnnlab.grading.assignment import Assignment, as_submitted
from cnnlab.grading.notebook import Submitted
from cnnlab.grading.repair import plan


def preflight(
    assignment: Assignment, *, seed: int, jail: str
) -> tuple[Assignment, list[str]]:
    """Find the test cells that must run inside; say which never pass.

    Returns
    -------
    The assignment with ``inside`` filled in, and warnings.
    """
    lost = _lost(assignment, seed, jail)
    if not lost:
        return assignment, []
    inside = frozenset(lost)
    still = _lost(replace(assignment, inside=inside), seed, jail)
    if still:
        # A later cell may use what an earlier test cell has defined.
        before = inside | _earlier(assignment, still)
        rest = _lost(replace(assignment, inside=before), seed, jail)
        if len(rest) < len(still):
            inside, still = before, rest
    reached = replace(assignment, inside=inside - still.keys())
    warnings = [
        f"{key}: the instructor's own solution does not pass this test "
        f"({message or 'no message'}). No student will."
        for key, message in still.items()
    ]
    return reached, warnings


def _earlier(assignment: Assignment, tests: dict[str, str]) -> set[str]:
    """Test cells that stand before the last of some."""
    keys = [part.grade_id for part in assignment.tests]
    return set(keys[: max(map(keys.index, tests))])


def _lost(assignment: Assignment, seed: int, jail: str) -> dict[str, str]:
    """Test cells that the solution does not pass, with the first line."""
    own = Submitted(as_submitted(assignment))
    run = referee.run_plan(
        assignment, plan(own, assignment), seed=seed, jail=jail
    )
    return {
        row.grade_id: row.message.partition("\n")[0]
        for row in run.rows
        if row.kind == "test" and row.status != "passed"
    }
