"""Where honest accidents are kept: each does something to a right notebook.

A function is an accident; its first line says what happened. ``lost`` names
the tests that it may cost (none, nearly always); ``says`` is a word of the
report that tells of it; ``limits`` are those of the assignment.
"""

from dataclasses import dataclass, field

ACCIDENTS: list["Accident"] = []


@dataclass(frozen=True)
class Accident:
    """What happens, and what it may cost."""

    happen: object
    lost: frozenset[str] = frozenset()
    says: str = ""
    slow: bool = False
    limits: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.happen.__name__


def accident(
    lost: str = "", says: str = "", slow: bool = False, **limits: float
):
    """Register an accident."""

    def keep(function):
        parts = frozenset(lost.split())
        ACCIDENTS.append(Accident(function, parts, says, slow, limits))
        return function

    return keep
