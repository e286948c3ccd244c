"""A referee in a process of its own, kept for many submissions.

If a submission manages to break its referee, that process alone is lost: the
submission is tried once more with a new one, then noted, and the batch goes
on. `grade_one` is what a pool calls, on this machine or on another.
"""

import os
import pickle
import platform
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from cnnlab.grading import jail
from cnnlab.grading.assignment import Assignment
from cnnlab.grading.course import Submission

HEAD = struct.Struct(">Q")
PROGRAM = "from cnnlab.grading import worker; worker.serve()"
ENVIRONMENT = {
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # sets in test cells have one order everywhere
}
TRIES = 2
LIFETIME = 100  # submissions, then a fresh process: nothing piles up
_local = threading.local()


@dataclass(frozen=True)
class Task:
    """All that grading one submission needs, by value."""

    assignment: Assignment
    submission: Submission
    seed: int
    jail: str


def grade_one(task: Task) -> dict:
    """Grade one submission; a result comes back in any case."""
    reason = _no_box(task.jail)
    if reason:
        where = platform.node() or "this worker"
        return unsure(task, f"there is no box on {where}: {reason}")
    for _ in range(TRIES):
        referee = getattr(_local, "referee", None)
        if referee is None or referee.is_used_up():
            if referee is not None:
                referee.close()
            referee = _local.referee = Referee()
        try:
            return referee.grade(task)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            reason = str(error) or type(error).__name__
            referee.close()
            _local.referee = None
    return unsure(task, f"the grader stopped twice: {reason}")


def unsure(task: Task, problem: str) -> dict:
    """A result that the next run replaces, as it has no key."""
    return named(task, broken(task, problem)) | {"key": ""}


@lru_cache
def _no_box(name: str) -> str:
    """Why a box cannot be had here, or nothing; asked once a process."""
    return jail.works(name)


def close() -> None:
    """End this thread's referee."""
    referee = getattr(_local, "referee", None)
    if referee is not None:
        referee.close()
    _local.referee = None


class Referee:
    """The other process: pickles go in and come back, both of our making."""

    def __init__(self) -> None:
        self.graded = 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ENVIRONMENT,
        )

    def is_used_up(self) -> bool:
        return self.graded >= LIFETIME or self.process.poll() is not None

    def grade(self, task: Task) -> dict:
        """Raise OSError or EOFError if the process ends instead."""
        self.graded += 1
        _send(self.process.stdin, task)
        return _receive(self.process.stdout)

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                stream.close()
        self.process.kill()
        self.process.wait()


def named(task: Task, result: dict) -> dict:
    """Add whose result it is and the key under which it is kept."""
    ours = task.submission
    return result | {
        "student": ours.student,
        "assignment": ours.assignment,
        "notebook": ours.notebook,
        "key": ours.key(task.assignment.version, task.seed),
        "repairs": [*ours.notes, *result["repairs"]],
    }


def broken(task: Task, problem: str) -> dict:
    """The result of a submission that nothing could be read of."""
    from cnnlab.grading import referee

    result = referee.grade(
        task.assignment, b"", seed=task.seed, jail=task.jail
    )
    return result | {"problem": problem}


def _obey(task: Task) -> dict:
    from cnnlab.grading import referee

    ours = task.submission
    if ours.problem:
        return named(task, broken(task, ours.problem))
    result = referee.grade(
        task.assignment,
        ours.data,
        seed=task.seed,
        jail=task.jail,
        files=ours.files,
    )
    return named(task, result)


def serve() -> None:
    """The program of the process: grade until the pipe closes."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a test cell prints is no message
    while True:
        try:
            task = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _send(channel, _obey(task))


def _send(stream, value: object) -> None:
    data = pickle.dumps(value)
    stream.write(HEAD.pack(len(data)) + data)
    stream.flush()


def _receive(stream) -> object:
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError("the referee's process has ended")
    (size,) = HEAD.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the referee's process has ended")
    return pickle.loads(data)
