"""Which cell of a submission stands for which part of the assignment.

By grade_id, else by text, by the names that it defines, or by its place
between others.
"""

from difflib import SequenceMatcher

from cnnlab.grading.assignment import Assignment, Part, defined
from cnnlab.grading.notebook import Cell, Submitted

ALIKE = 0.9  # of two texts, to be taken for versions of one
MOST_COMPARING = 50_000_000  # characters times characters: about 10 s


class Match:
    """``owner`` has the number of a part for each cell, or None."""

    def __init__(self, submitted: Submitted, assignment: Assignment) -> None:
        self.cells, self.parts = submitted.cells, assignment.parts
        self.place = {
            part.grade_id: index
            for index, part in enumerate(self.parts)
            if part.grade_id
        }
        self.notes = list(submitted.repairs)
        self.owner: list[int | None] = [None] * len(self.cells)
        self.room = MOST_COMPARING
        self.by_grade_id()
        self.by_text()
        self.by_definition()
        self.by_position()
        self.note_order()

    def by_grade_id(self) -> None:
        for index, cell in enumerate(self.cells):
            self.owner[index] = self.place.get(cell.grade_id)

    def by_text(self) -> None:
        """Copies of cells of the assignment, unchanged or nearly so."""
        texts: dict[str, int] = {}
        for place, part in enumerate(self.parts):
            for text in (part.source, part.released, part.visible):
                texts.setdefault(text.strip(), place)
        tests = [i for i, p in enumerate(self.parts) if p.kind == "test"]
        for index in self.unknown():
            cell = self.cells[index]
            found = texts.get(cell.source.strip())
            if found is None and cell.kind == "code":
                alike = [i for i in tests if self.is_version(cell, i)]
                found = alike[0] if alike else None
            if found is not None:
                self.claim(index, found)

    def is_version(self, cell: Cell, place: int) -> bool:
        """Whether two texts are alike, as long as there is time to compare."""
        ours, theirs = self.parts[place].released, cell.source
        lengths = sorted([len(ours), len(theirs)])
        if lengths[1] > 2 * lengths[0] or not self.spend(len(theirs)):
            return False
        match = SequenceMatcher(None, ours, theirs, autojunk=False)
        return (
            match.real_quick_ratio() > ALIKE
            and match.quick_ratio() > ALIKE
            and self.spend(len(ours) * len(theirs))
            and match.ratio() > ALIKE
        )

    def spend(self, work: int) -> bool:
        """Whether there is room for more work; it gets less."""
        self.room -= work
        return self.room >= 0

    def by_definition(self) -> None:
        """An answer without its metadata still defines its function."""
        if not self.unowned():
            return
        ours = [set(defined(part.source)) for part in self.parts]
        theirs = {
            i: set(defined(self.cells[i].source)) for i in self.unknown()
        }
        for place, part in self.unowned():
            wanted = set(defined(part.released))
            others = ours[:place] + ours[place + 1 :]
            solution = ours[place].difference(*others)
            for index in self.unknown():
                cell, names = self.cells[index], theirs[index]
                same_id = bool(cell.id) and cell.id == part.grade_id
                whole = wanted and wanted <= names
                # Where the release has no definition, the solution has.
                some = not wanted and solution & names
                if same_id or whole or some:
                    self.claim(index, place)

    def by_position(self) -> None:
        """A written answer stands between the neighbours of its part."""
        for place, part in self.unowned():
            if part.is_code and part.kind != "manual":
                continue  # it runs where it stands, as a cell of their own
            above = [i for i, o in self.known() if o < place]
            below = [i for i, o in self.known() if o > place]
            first = max(above, default=-1)
            last = min(below, default=len(self.cells))
            gap = [i for i in self.unknown() if first < i < last]
            kind = "code" if part.is_code else "markdown"
            found = [i for i in gap if self.cells[i].kind == kind]
            end = self.owner[last] if below else len(self.parts)
            rivals = [p for p, _ in self.unowned() if place < p < end]
            for index in found[:1] if rivals else found:
                self.claim(index, place)

    def unowned(self) -> list[tuple[int, Part]]:
        return [
            (place, part)
            for place, part in enumerate(self.parts)
            if part.kind in ("answer", "manual") and place not in self.owner
        ]

    def known(self) -> list[tuple[int, int]]:
        return [(i, o) for i, o in enumerate(self.owner) if o is not None]

    def unknown(self) -> list[int]:
        return [i for i, owner in enumerate(self.owner) if owner is None]

    def claim(self, index: int, place: int) -> None:
        self.owner[index] = place
        part = self.parts[place]
        if part.grade_id:
            self.notes.append(
                f"cell {part.grade_id} had lost its nbgrader metadata"
            )

    def note_order(self) -> None:
        known = [o for o in self.owner if o is not None]
        first = list(dict.fromkeys(known))
        if first != sorted(first):
            self.notes.append("cells were moved; they ran in their own order")
