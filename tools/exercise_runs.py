"""Run the notebook of an exercise in this process, without Jupyter.

This is how the contract of the exercises is tested, and how the table of
mutants is made: fast, and close enough to nbgrader that both agree (a slow
test compares them).
"""

import io
import linecache
import os
import re
import time
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass

from exercise_folders import (
    Exercise,
    Mutant,
    grade_id,
    is_aside,
    is_test,
    mutated,
)
from nbformat import NotebookNode

from cnnlab.check.cell import SEED_VARIABLE

Results = dict[str, BaseException | None]


@dataclass(frozen=True)
class Caught:
    """What became of one mutant: the cells that failed, in order."""

    mutant: Mutant
    results: Results

    @property
    def failed(self) -> list[str]:
        """The cells that failed, the first one first."""
        return [key for key, error in self.results.items() if error]

    @property
    def first(self) -> str:
        """The cell that caught the mutant, or an empty string."""
        return self.failed[0] if self.failed else ""

    @property
    def message(self) -> str:
        """What the learner reads in the first failing cell."""
        return str(self.results[self.first]) if self.first else ""

    @property
    def problem(self) -> str:
        """What is wrong with the exercise, or an empty string."""
        if not self.first:
            return "survives"
        if self.first != self.mutant.expect:
            return f"is caught by {self.first}, not {self.mutant.expect}"
        if not isinstance(self.results[self.first], AssertionError):
            return f"fails with {self.results[self.first]!r}"
        if self.mutant.says not in self.message:
            return f"does not read {self.mutant.says!r}"
        return ""


def execute(cell: NotebookNode, namespace: dict) -> None:
    """Execute one code cell; tracebacks then show its lines."""
    name = f"<cell {grade_id(cell) or cell.id}>"
    lines = cell.source.splitlines(keepends=True)
    linecache.cache[name] = (len(cell.source), None, lines, name)
    with redirect_stdout(io.StringIO()):
        exec(compile(cell.source, name, "exec"), namespace)


def run_tests(cells: Iterable[NotebookNode], namespace: dict) -> Results:
    """Execute test cells one by one and keep what each raised."""
    results: Results = {}
    for cell in cells:
        try:
            execute(cell, namespace)
            results[grade_id(cell)] = None
        except Exception as error:
            results[grade_id(cell)] = error
    return results


def run_notebook(notebook: NotebookNode) -> Results:
    """Run all cells in order and return what each test cell raised."""
    namespace: dict = {"__name__": "__main__"}
    results: Results = {}
    for cell in notebook.cells:
        if is_test(cell):
            results |= run_tests([cell], namespace)
        elif not is_aside(cell):
            execute(cell, namespace)
    return results


def false_alarms(
    exercise: Exercise, seeds: Iterable[int]
) -> list[tuple[int, str]]:
    """The pairs of seed and grade_id at which the solution fails."""
    before, alarms = os.environ.get(SEED_VARIABLE), []
    try:
        for seed in seeds:
            os.environ[SEED_VARIABLE] = str(seed)
            results = run_notebook(exercise.notebook)
            alarms += [(seed, key) for key, error in results.items() if error]
    finally:
        os.environ.pop(SEED_VARIABLE)
        if before is not None:
            os.environ[SEED_VARIABLE] = before
    return alarms


def run_mutants(exercise: Exercise) -> list[Caught]:
    """Run the notebook once for each mutant."""
    return [
        Caught(mutant, run_notebook(mutated(exercise.notebook, mutant)))
        for mutant in exercise.mutants
    ]


def mutant_table(exercise: Exercise) -> tuple[str, int]:
    """A table of mutants against cells, and the number of problems in it."""
    start = time.perf_counter()
    runs = run_mutants(exercise)
    order = exercise.grade_ids
    runs.sort(
        key=lambda run: (order.index(run.mutant.expect), run.mutant.label)
    )
    lines = [f"{exercise.name}: {exercise.settings['title']}", ""]
    for number, key in enumerate(order, start=1):
        hint = " ".join(exercise.settings["cells"][key]["hint"].split())
        lines.append(f"  {number}  {key}: {hint}")
    width = max(len(run.mutant.label) for run in runs)
    head = " ".join(str(n % 10) for n in range(1, len(order) + 1))
    lines += ["", f"  {'mutant':<{width}}  {head}  what the learner reads"]
    for run in runs:
        marks = " ".join(_mark(run, key) for key in order)
        end = f"PROBLEM: it {run.problem}" if run.problem else _gist(run)
        lines.append(f"  {run.mutant.label:<{width}}  {marks}  {end}")
    problems = sum(bool(run.problem) for run in runs)
    seconds = time.perf_counter() - start
    lines += [
        "",
        "  X caught here first   x fails here too   . passes",
        f"  {len(runs)} mutants, {problems} problems, {seconds:.1f} s",
    ]
    return "\n".join(lines), problems


def _mark(run: Caught, key: str) -> str:
    if key == run.first:
        return "X"
    return "x" if run.results[key] else "."


def _gist(run: Caught) -> str:
    """The slip if the message names one, else its first paragraph."""
    slip = re.search(r"^ *looks like +(.+)$", run.message, re.M)
    problem = run.message.partition("\n\n")[0]
    return slip[1] if slip else " ".join(problem.split())
