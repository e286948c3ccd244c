"""The `cnnlab` command. Each command imports what it needs when it runs."""

from typing import TYPE_CHECKING, Annotated

import typer

from cnnlab._needs import PACKAGES, PROGRAMS, Need
from cnnlab.grading.command import grade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

app = typer.Typer(
    help="CNN Lab's command: look at this machine, fetch data, grade.",
    no_args_is_help=True,
    add_completion=False,
)
app.command()(grade)
data_app = typer.Typer(
    help="Data sets: list, fetch, verify.", no_args_is_help=True
)
app.add_typer(data_app, name="data")

LEAST_FREE_GB = 1.0  # CIFAR-10's download, unpacked, and its cached file


STYLES = {
    "ok": "green",
    "known": "green",
    "cache": "green",
    "missing": "yellow",
    "damaged": "bold red",
    "failed": "bold red",
}


def _line(mark: str, text: str) -> None:
    """Print one finding; the mark has a colour in a terminal."""
    from rich.console import Console
    from rich.text import Text

    # A Text, not markup: rich would take the [data] of an extra for a tag.
    line = Text.assemble((f"  {mark:<9}", STYLES.get(mark, "")), text)
    Console(highlight=False).print(line, soft_wrap=True)


def _head(text: str) -> None:
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text(text, style="bold"))


def _missing(need: Need) -> None:
    name = need.name.split()[0]
    _line("missing", f"{name}: for {need.purpose}. Get it: {need.get}")


def _show_version(wanted: bool) -> None:
    if wanted:
        from cnnlab import __version__

        typer.echo(f"cnnlab {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version and stop.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """CNN Lab's command: look at this machine, fetch data, grade."""


@app.command()
def doctor() -> None:
    """Say what this machine has, what it lacks, and how to get that."""
    from cnnlab import __version__, hardware

    machine = hardware.detect(probe_gpu=True)
    _head(f"cnnlab {__version__}")
    _line("", str(machine))
    _line("", f"{machine.system}, {machine.cpu}")
    if machine.memory:
        _line("", f"{machine.memory / 1e9:.1f} GB of memory")
    _head("Packages")
    for need in PACKAGES:
        version = hardware.installed(need.name)
        if version:
            _line("ok", f"{need.name} {version}")
        else:
            _missing(need)
    _head("Programs")
    for need in PROGRAMS:
        _program(need)
    if machine.numpy is None:
        raise typer.Exit(1)
    _head("Data")
    _sources()
    _disk()


def _program(need: Need) -> None:
    import os
    import shutil
    import sys

    # pip puts programs beside its Python, which may not be on PATH.
    beside = os.path.dirname(sys.executable)
    path = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
    places = (shutil.which(name, path=path) for name in need.name.split())
    found = next(filter(None, places), None)
    if found:
        _line("ok", found)
    else:
        _missing(need)


def _sources() -> None:
    """One line a data set: where it would come from now."""
    from cnnlab import data, hardware

    for name in data.names():
        try:
            kind, words = data.where(name)
        except data.DataError as error:
            kind, words = "damaged", str(error)
        get = "" if kind else f". Get it: cnnlab data fetch {name}"
        _line(kind or "missing", f"{name}: {words}{get}")
    if hardware.installed("scikit-image"):
        _line("embedded", f"{len(data.photos())} photos: scikit-image")
    else:
        _line("missing", 'photos. Get them: pip install "cnnlab[data]"')


def _disk() -> None:
    import shutil

    from cnnlab import data

    folder = data.data_dir()
    there = next(p for p in _upwards(folder) if p.exists())
    free = shutil.disk_usage(there).free / 1e9
    mark = "ok" if free >= LEAST_FREE_GB else "low"
    _line(mark, f"{free:.1f} GB free for {folder}")


def _upwards(folder: "Path") -> "Iterator[Path]":
    yield from (folder.absolute(), *folder.absolute().parents)


@app.command("models")
def list_models() -> None:
    """List the networks that `cnnlab.models.build` knows."""
    from cnnlab import models

    typer.echo(models.table())


@data_app.command("list")
def list_data() -> None:
    """Say where each data set would come from now."""
    _sources()


@data_app.command()
def fetch(name: str) -> None:
    """Download the data set NAME into the cache, unless it is there."""
    from cnnlab import data

    try:
        found = data.fetch(name, progress=True)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    except data.DataError as error:
        _line("failed", str(error))
        raise typer.Exit(1) from error
    _line("ok", f"{name}: {found.source}, in {data.data_dir()}")


@data_app.command()
def verify(
    name: Annotated[str | None, typer.Argument(help="Default: all.")] = None,
) -> None:
    """Read cached data to the last byte; exit 1 if a file is damaged."""
    from cnnlab import data

    if name is not None and name not in data.names():
        raise typer.BadParameter(
            f"`name` (={name!r}) must be one of {', '.join(data.names())}"
        )
    reports = [data.verify(n) for n in ([name] if name else data.names())]
    for report in reports:
        mark = report.status.split()[0]  # "unknown but well-formed"
        _line(mark, f"{report.name}: {report.detail} ({report.path})")
    if any(report.status == "damaged" for report in reports):
        raise typer.Exit(1)
