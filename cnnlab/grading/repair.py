"""Bring a submission back into the order and shape of its assignment.

Cells are known by grade_id, else by their id, their text, or the names that
they define. Test cells and locked cells are the instructor's; answers and
everything that the student added are the student's. Nothing is lost: what
stands in no known place runs where the student put it.
"""

from dataclasses import dataclass, field

from cnnlab.grading.assignment import Assignment, Part, defined
from cnnlab.grading.match import Match
from cnnlab.grading.notebook import Cell, Submitted
from cnnlab.grading.suspect import suspicious_words


@dataclass(frozen=True)
class Step:
    """One cell to run: the instructor's ``part``, or the student's own.

    ``kind`` is that of the part; "extra" for a cell of the student's.
    """

    kind: str
    source: str
    part: Part | None = None


@dataclass
class Plan:
    """The steps of one submission, and what is to be said about it."""

    steps: list[Step]
    repairs: list[str] = field(default_factory=list)
    suspicious: list[str] = field(default_factory=list)


def plan(submitted: Submitted, assignment: Assignment) -> Plan:
    """Find every cell of the assignment among the submitted ones."""
    return _Repair(submitted, assignment).plan()


class _Repair(Match):
    def plan(self) -> Plan:
        mine: dict[int, list[Cell]] = {}
        for cell, owner in zip(self.cells, self.owner, strict=True):
            if owner is not None:
                mine.setdefault(owner, []).append(cell)
        extra = self.extra_places()
        steps = self.extras(extra.get(-1, []))
        for index, part in enumerate(self.parts):
            steps += self.steps_of(part, mine.get(index, []))
            steps += self.extras(extra.get(index, []))
        words = suspicious_words(
            [s.source for s in steps if s.kind in ("answer", "extra")],
            [part.released for part in self.parts],
        )
        return Plan(steps, list(dict.fromkeys(self.notes)), words)

    # -- where the student's own cells run --------------------------------

    def extra_places(self) -> dict[int, list[Cell]]:
        """Cells of nobody's, by the part after which they run.

        They run after all that stands above them. Where cells were moved,
        that may be too late for what stands below them: then they also run
        before all of that.
        """
        anchors = self.anchors()
        found: dict[int, list[Cell]] = {}
        for index, cell in enumerate(self.cells):
            if anchors[index] is not None or not self.is_extra(index):
                continue
            above = [a for a in anchors[:index] if a is not None]
            below = [a for a in anchors[index:] if self.runs(a)]
            place = max(above, default=-1)
            first = min(below, default=len(self.parts))
            if first <= place:  # a text cell may have gone astray alone
                place = max(filter(self.runs, above), default=-1)
            if first <= place:
                found.setdefault(first - 1, []).append(cell)
            found.setdefault(place, []).append(cell)
        return found

    def anchors(self) -> list[int | None]:
        """The place of each cell that stands for a part: one for a part."""
        anchors: list[int | None] = [None] * len(self.cells)
        chosen: dict[int, int] = {}
        for index, owner in enumerate(self.owner):
            known = chosen.get(owner)
            if owner is None or not (known is None or self.is_stub(known)):
                continue
            if known is None or not self.is_stub(index):
                chosen[owner] = index
        for owner, index in chosen.items():
            anchors[index] = owner
        return anchors

    def is_extra(self, index: int) -> bool:
        """Own cells, and further copies of an answer: each where it is."""
        owner = self.owner[index]
        if owner is None:
            return True
        is_answer = self.parts[owner].kind in ("answer", "manual")
        return is_answer and not self.is_stub(index)

    def is_stub(self, index: int) -> bool:
        part = self.parts[self.owner[index]]
        source = self.cells[index].source.strip()
        return part.kind in ("answer", "manual") and source in (
            "",
            part.released.strip(),
        )

    def runs(self, place: int | None) -> bool:
        if place is None or not self.parts[place].is_code:
            return False
        return self.parts[place].kind != "aside"

    # -- what runs --------------------------------------------------------

    def steps_of(self, part: Part, cells: list[Cell]) -> list[Step]:
        if part.kind in ("answer", "manual"):
            return self.answers(part, cells)
        if part.kind == "test":
            self.note_test(part, cells)
            theirs = self.added_to_test(part, cells)
            return [*theirs, Step("test", part.source, part)]
        if part.kind == "setup":
            theirs = self.changed(part, cells)
            return [Step("setup", part.source, part), *theirs]
        return [Step(part.kind, part.source, part)]

    def answers(self, part: Part, cells: list[Cell]) -> list[Step]:
        if not cells:
            self.notes.append(f"cell {part.grade_id} was deleted")
            return [Step(part.kind, "", part)]
        if len(cells) > 1:
            self.notes.append(
                f"cell {part.grade_id} was there {len(cells)} times; each ran"
            )
            empty = ("", part.released.strip())
            written = [c for c in cells if c.source.strip() not in empty]
            cells = written or cells[:1]
        if part.is_code and any(cell.kind != "code" for cell in cells):
            self.notes.append(
                f"cell {part.grade_id} was no code cell any more"
            )
        sources = [cell.source for cell in cells]
        text = sources[0] if part.is_code else "\n\n".join(sources)
        return [Step(part.kind, text, part)]  # more code: see `is_extra`

    def added_to_test(self, part: Part, cells: list[Cell]) -> list[Step]:
        """Functions that a student wrote into a test cell, or merged in."""
        ours = set(defined(part.source))
        return [
            Step("extra", cell.source)
            for cell in cells
            if cell.kind == "code" and set(defined(cell.source)) - ours
        ]

    def note_test(self, part: Part, cells: list[Cell]) -> None:
        key = part.grade_id
        if not cells:
            self.notes.append(f"test cell {key} was deleted; ours ran")
        elif len(cells) > 1:
            self.notes.append(f"test cell {key} was there {len(cells)} times")
        shown = {_plain(part.released), _plain(part.source)}
        if any(_plain(cell.source) not in shown for cell in cells):
            self.notes.append(f"test cell {key} was changed; ours ran")

    def changed(self, part: Part, cells: list[Cell]) -> list[Step]:
        """Lines that a student put into a locked cell, such as an import."""
        shown = {_plain(part.released), _plain(part.source)}
        new = [c for c in cells if _plain(c.source) not in shown]
        if new and part.grade_id:
            self.notes.append(
                f"locked cell {part.grade_id} was changed; both ran"
            )
        return [Step("extra", c.source) for c in new if c.kind == "code"]

    def extras(self, cells: list[Cell]) -> list[Step]:
        return [
            Step("extra", cell.source)
            for cell in cells
            if cell.kind == "code" and cell.source.strip()
        ]


def _plain(source: str) -> str:
    """A text without the blanks that editors add and remove."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
