"""What a measurement is: ours against theirs, in one run, as a ratio.

Where there is no other side, as for the time of a build, a row has a limit in
its own unit instead of a ratio.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version

from cnnlab import hardware

PACKAGES = ("cnnlab", "numpy", "torch", "nbgrader", "dask")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    name, what
        The row's short name, and what was done on both sides.
    ours, theirs
        The two figures, in ``unit``; theirs is None where there is no other
        side.
    ratio
        Theirs over ours where less is better, else ours over theirs: above
        1 we are ahead. None where there is no other side.
    aim
        The ratio that was asked for, or None.
    rounds
        How often each side was measured, one after the other in turn.
    detail
        Whatever else was seen.
    limit
        Where there is no other side: the most that ours may be, or None.

    Raises
    ------
    ValueError
        If a row has a limit and another side, or an aim and none.
    """

    name: str
    what: str
    unit: str
    ours: float
    theirs: float | None
    ratio: float | None
    aim: float | None
    rounds: int
    detail: dict = field(default_factory=dict)
    limit: float | None = None

    def __post_init__(self) -> None:
        alone = self.theirs is None
        if (self.ratio is None) != alone:
            raise ValueError(
                f"`ratio` (={self.ratio}) and `theirs` (={self.theirs}) go "
                "together: give both or neither"
            )
        wrong = "aim" if alone else "limit"
        if getattr(self, wrong) is not None:
            raise ValueError(
                f"`{wrong}` (={getattr(self, wrong)}) does not go with "
                f"`theirs` (={self.theirs}): a ratio has an `aim`, a figure "
                "alone has a `limit`"
            )

    @property
    def reached(self) -> bool | None:
        """Whether aim or limit was kept; None where there is neither."""
        if self.limit is not None:
            return self.ours <= self.limit
        return None if self.aim is None else self.ratio >= self.aim

    def as_json(self) -> dict:
        """All fields and ``reached``; a limit only where there is one."""
        found = asdict(self) | {"reached": self.reached}
        if self.limit is None:
            del found["limit"]
        return found


def environment() -> dict:
    """What a figure depends on besides the code."""
    machine = hardware.detect()
    found = {"machine": str(machine), "cpu": machine.cpu}
    found |= {"cores": os.cpu_count(), "system": machine.system}
    found |= {"python": platform.python_version()}
    found |= {name: os.environ.get(name, "") for name in THREADS}
    found["load"] = round(os.getloadavg()[0], 2)
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def interleaved(
    sides: dict[str, Callable[[], object]], rounds: int
) -> dict[str, list[float]]:
    """Seconds of each side, measured in turn, so that both meet the same."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def geometric_mean(values: list[float]) -> float:
    """The mean of ratios."""
    return statistics.geometric_mean(values)
