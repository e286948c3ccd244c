"""`cnnlab grade`: the command line of the grader, and what it shows."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnlab.grading.run import Outcome, Progress

NO_COURSE = (
    "{folder} is no nbgrader course: it has no folder `source`. "
    "`make course` makes the one of this book."
)


def grade(
    course: Annotated[
        Path, typer.Argument(help="The course: source/, submitted/, ...")
    ],
    assignment: Annotated[
        str, typer.Option(help="The assignment, as its folder is called.")
    ],
    jobs: Annotated[
        int, typer.Option(min=0, help="Boxes at a time; 0: one a processor.")
    ] = 0,
    cluster: Annotated[
        str,
        typer.Option(
            help='A Dask scheduler (tcp://host:8786), or "local".',
            metavar="ADDRESS",
        ),
    ] = "",
    student: Annotated[
        list[str] | None,
        typer.Option(help="Grade this student alone; may be repeated."),
    ] = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade all again, same seed.")
    ] = False,
    box: Annotated[
        str,
        typer.Option(help="auto, bubblewrap, or plain (no walls at all)."),
    ] = "auto",
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Of the tests' numbers; is kept."),
    ] = None,
    cpu_seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="Processor time for a cell."),
    ] = None,
    memory_mb: Annotated[
        int | None, typer.Option(min=16, help="Memory of a submission.")
    ] = None,
) -> None:
    """Grade the notebooks that students handed in, each in a closed box."""
    import os

    from cnnlab.grading.run import Options

    if not (course / "source").is_dir():
        raise typer.BadParameter(NO_COURSE.format(folder=course))
    limits = {"cpu_seconds": cpu_seconds, "memory_mb": memory_mb}
    options = Options(
        course=course.resolve(),
        assignment=assignment,
        jobs=jobs or os.cpu_count() or 1,
        cluster=cluster,
        students=frozenset(student or ()),
        regrade=regrade,
        box=box,
        seed=seed,
        limits={k: v for k, v in limits.items() if v is not None},
    )
    _run(options)


def _run(options: object) -> None:
    """Grade with a progress bar; what can be mended is said in one line."""
    from cnnlab.grading import jail, nbcourse
    from cnnlab.grading.run import grade_course

    try:
        with _shown() as progress:
            outcome = grade_course(options, progress)
    except KeyboardInterrupt:
        typer.echo("\nStopped. The same command goes on where this ended.")
        raise typer.Exit(130) from None
    except (jail.JailError, nbcourse.CourseError, ImportError) as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(2) from error
    _tell(outcome)


@contextmanager
def _shown() -> "Iterator[Progress]":
    """A bar with the time left; without a terminal, a line a submission."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(highlight=False)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    with bar:
        yield _Show(bar, console)


class _Show:
    """Turns the events of a run into lines and a bar."""

    def __init__(self, bar: object, console: object) -> None:
        self.bar, self.console, self.task = bar, console, None

    def __call__(self, event: str, facts: dict) -> None:
        getattr(self, "on_" + event)(facts)

    def on_start(self, facts: dict) -> None:
        walls = facts["box"] if facts["box"] != "plain" else "NO WALLS (plain)"
        self.say(f"box: {walls}, seed {facts['seed']}")

    def on_begin(self, facts: dict) -> None:
        self.say(
            f"{facts['notebook']}: {facts['count']} submissions, "
            f"{facts['hands']}"
        )
        self.task = self.bar.add_task(facts["notebook"], total=facts["count"])

    def on_result(self, result: dict) -> None:
        from rich.text import Text

        from cnnlab.grading.safe_text import one_line

        marks = [
            f"{len(result[key])} {key}"
            for key in ("repairs", "limits", "suspicious")
            if result[key]
        ]
        if result["problem"]:
            marks.insert(0, one_line(result["problem"], 60))
        line = (
            f"  {one_line(result['student'], 24):<24} "
            f"{result['score']:6g} of {result['max_score']:g}  "
            + ", ".join(marks)
        )
        self.console.print(Text(line.rstrip()), soft_wrap=True)
        self.bar.advance(self.task)

    def on_end(self, facts: dict) -> None:
        """The bar stays; the summary follows."""

    def say(self, text: str) -> None:
        from rich.text import Text

        self.console.print(Text(text), soft_wrap=True)


def _tell(outcome: "Outcome") -> None:
    from cnnlab.grading import summary

    typer.echo(f"\n{outcome.graded} graded, {outcome.kept} kept from before")
    summary.show(outcome.results)
    for warning in outcome.warnings:
        typer.echo(f"! {warning}")
    typer.echo(f"\ntables and logs: {outcome.folder}")
