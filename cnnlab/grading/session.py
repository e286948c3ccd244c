"""The run of one notebook: its boxes, its cells, and what became of each."""

from dataclasses import dataclass, field

from cnnlab.grading import testcell, wire
from cnnlab.grading.assignment import Assignment, Part
from cnnlab.grading.box import Box, BoxError
from cnnlab.grading.proxy import Proxy, told
from cnnlab.grading.repair import Step

# How much of a cell is run again in a new box.
FUNCTIONS, VALUES, WHOLE = 1, 2, 3


SPARE_DEATHS = 10  # of boxes, by cells that nobody asked for
SPENT = "Not run: the cells before it had used up what a notebook may use."


@dataclass
class Row:
    """What became of one cell; the fields are those of a result's cell."""

    grade_id: str
    kind: str
    points: float = 0.0
    score: float | None = 0.0
    status: str = "ran"
    where: str = ""
    message: str = ""
    hint: str = ""
    reread: str = ""
    source: str = ""
    output: str = ""
    cpu_seconds: float = 0.0


@dataclass
class Run:
    """The state of one submission while it is graded."""

    assignment: Assignment
    jail: str
    seed: int
    files: tuple[tuple[str, bytes], ...] = ()
    rows: list[Row] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    done: list[tuple[str, str, int]] = field(default_factory=list)
    namespace: dict = field(default_factory=dict)
    box: Box | None = None

    # -- the box ----------------------------------------------------------

    def the_box(self) -> Box:
        """The box of now; proxies ask for it at each call."""
        if self.box is None:
            raise BoxError("the process that held the answer has ended")
        self.box.watch.wake()
        return self.box

    def open(self) -> None:
        """Start a box and bring it to where the last one was."""
        while self.box is None:
            # Its own luck: the seed of the tests is not for the box.
            box = Box(self.jail, self.assignment.limits, self.seed ^ 0x5EED)
            place = None
            try:
                for name, data in (*self.files, *self.assignment.files):
                    box.put(name, data)
                for index, step in enumerate(self.done):
                    (name, source, share), place = step, index
                    facts = {"source": source, "name": name}
                    box.begin()
                    if share == WHOLE:
                        box.ask(do="exec", **facts)
                    else:
                        values = share == VALUES
                        box.ask(do="definitions", values=values, **facts)
            except BoxError:
                self._forget(place)
                continue
            except BaseException:
                box.close()
                raise
            self.box = box

    def _forget(self, index: int | None) -> None:
        """Of a cell that breaks the box again, less is run again."""
        if index is None:
            raise RuntimeError("the box does not start")
        name, source, share = self.done[index]
        if share > FUNCTIONS:
            self.done[index] = (name, source, share - 1)
        else:
            del self.done[index]

    def close(self) -> None:
        if self.box:
            self.box.close()
        self.box = None

    # -- cells ------------------------------------------------------------

    def step(self, step: Step, number: int) -> None:
        """Run one step of the plan."""
        key = step.part.grade_id if step.part else ""
        row = Row(key, step.kind, step.part.points if step.part else 0.0)
        self.rows.append(row)
        name = f"<cell {key or f'{step.kind}-{number}'}>"
        if step.kind == "test":
            self.test(step.part, row, name)
        elif step.kind == "setup":
            self.setup(step, row, name)
        elif step.kind in ("answer", "extra", "manual", "task"):
            row.source = step.source
            if step.part is None and self.is_spent():
                row.status, row.message = "skipped", SPENT
            elif step.part is None or step.part.is_code:
                self.student(step.source, row, name)
            self.judge_by_hand(step, row)
        else:
            row.status = "skipped"

    def is_spent(self) -> bool:
        """Whether cells of the student's own may cost no more.

        Cells of the assignment always run: their number is ours.
        """
        parts = len(self.assignment.parts)
        used = sum(row.cpu_seconds for row in self.rows)
        too_long = used > parts * self.assignment.limits.cpu_seconds
        return too_long or len(self.limits) > SPARE_DEATHS + parts

    @staticmethod
    def judge_by_hand(step: Step, row: Row) -> None:
        """Points that a person gives; an untouched cell has none."""
        if step.kind not in ("manual", "task"):
            return
        untouched = step.source.strip() in ("", step.part.released.strip())
        touchless = step.kind == "manual" and untouched
        row.score = 0.0 if touchless else None
        row.status = "stub" if touchless else "waits"

    def setup(self, step: Step, row: Row, name: str) -> None:
        """A locked cell runs on both sides; here, answers are proxies."""
        self.student(step.source, row, name)
        try:
            if any(n in step.source for n in self.assignment.answer_names):
                self.open()
                self.box.begin()
                self.find_answers(self.box)
            testcell.prepare(step.source, name, self.namespace)
        except BoxError as death:
            self.bury(death, row)

    def student(self, source: str, row: Row, name: str) -> None:
        """Run a cell in the box; what it raises costs nothing by itself."""
        if not source.strip():
            return
        try:
            self.open()
            self.box.begin()
            reply = self.box.ask(do="exec", source=source, name=name)
        except BoxError as death:
            self.done.append((name, source, VALUES))
            row.status = "limit" if death.limit else "crashed"
            row.message = f"This cell {_why(death)}."
            self.bury(death, row)
            return
        self.done.append((name, source, WHOLE))
        row.output, row.cpu_seconds = self.box.output.text, self.box.watch.used
        if "error" in reply:
            error = told(reply["error"])
            unwritten = error.kind == "NotImplementedError"
            row.status = "stub" if unwritten else "error"
            row.message = "\n".join(filter(None, (str(error), error.where)))

    def bury(self, death: BoxError, row: Row) -> None:
        """The box is gone; note why."""
        if self.box:
            row.cpu_seconds = self.box.watch.used
            self.box.close()
        self.box = None
        self.limits.append(f"{row.grade_id or row.kind}: {death}")

    def test(self, part: Part, row: Row, name: str) -> None:
        """Run a test cell, out here or, where it must be, in there."""
        inside = part.grade_id in self.assignment.inside
        row.where = "inside" if inside else "outside"
        try:
            self.open()
            self.box.begin()
            run = testcell.run_inside if inside else self.outside
            verdict = run(self.box, part, name)
        except wire.WireError as error:
            verdict = testcell.Verdict("failed", str(error))
        except BoxError as death:
            verdict = testcell.Verdict(
                "limit" if death.limit else "crashed",
                message=f"While your code ran, it {_why(death)}.",
            )
            self.bury(death, row)
        if self.box:
            row.output = verdict.output or self.box.output.text
            row.cpu_seconds = self.box.watch.used
        row.status, row.message = verdict.status, verdict.message
        share = 1.0 if verdict.status == "passed" else 0.0
        row.score = part.points * share
        if verdict.partial is not None:
            row.score = verdict.partial

    def outside(self, box: Box, part: Part, name: str) -> testcell.Verdict:
        missing = self.find_answers(box)
        return testcell.run_outside(part, name, self.namespace, missing)

    def find_answers(self, box: Box) -> list[str]:
        """Put proxies of the answers of now here; return what is missing."""
        names = list(self.assignment.answer_names)
        found = box.ask(do="look", names=names).get("found", {})
        for answer in names:
            self.namespace.pop(answer, None)
            if isinstance(found, dict) and answer in found:
                self.namespace[answer] = wire.unpack(
                    found[answer], lambda facts: Proxy(self.the_box, facts)
                )
        return [n for n in names if n not in self.namespace]


def _why(death: BoxError) -> str:
    if death.limit:
        return str(death)
    return f"broke its process ({death})"
