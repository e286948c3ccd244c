"""The box: one process for one notebook, behind a socket."""

import base64
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import suppress

from cnnlab.grading import jail, syscalls, wire
from cnnlab.grading.jail import Limits
from cnnlab.grading.watch import Group, Watch

LOOK_EVERY = 0.05  # seconds between two looks of the watch
START_SECONDS = 120  # a cold disk under load


class BoxError(Exception):
    """The box is gone: it broke a limit, crashed, or sent nonsense.

    ``limit`` tells the first from the others.
    """

    def __init__(self, reason: str, limit: bool = False) -> None:
        super().__init__(reason)
        self.limit = limit


class Box:
    """Start a box; ask it; it dies with the first broken limit."""

    def __init__(self, name: str, limits: Limits, seed: int) -> None:
        self.name, self.limits, self.seed = name, limits, seed
        self.serial, self.closed, self.looked = 0, False, 0.0
        self.output = _Output(limits.output_kb * 1024)
        self.group = Group(limits)
        self.folder = None
        ours, theirs = socket.socketpair()
        doors = syscalls.pipe()
        command = jail.JAILS[name](limits, theirs.fileno(), doors)
        options = {"env": {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}}
        if name == "plain":
            self.folder = tempfile.TemporaryDirectory(
                prefix="box-", ignore_cleanup_errors=True
            )
            home = {"HOME": self.folder.name, "MPLCONFIGDIR": self.folder.name}
            options = {
                "env": jail.ENVIRONMENT | home,
                "cwd": self.folder.name,
                "start_new_session": True,
            }
        self.process = subprocess.Popen(
            self.group.command(command),
            stdin=subprocess.DEVNULL,
            stdout=self.output.write_end,
            stderr=self.output.write_end,
            pass_fds=[theirs.fileno(), doors],
            **options,
        )
        theirs.close()
        os.close(doors)
        self.output.begin()
        self.channel = ours
        self.channel.setblocking(False)
        self.watch = Watch(self.process.pid, limits)
        self.watch.start()
        self.ask(do="seed", seed=seed)
        self.watch.start()  # what Python took to start is nobody's time

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """A new cell: its time begins, its output is empty."""
        self.watch.start()
        self.output.clear()

    def put(self, name: str, data: bytes) -> None:
        """Put a file into the box's folder."""
        self.ask(do="file", name=name, data=base64.b64encode(data).decode())

    def ask(self, **message: object) -> dict:
        """Send one message and wait for its reply.

        Raises
        ------
        BoxError
            If a limit is broken, or anything but the reply comes back.
        """
        self.serial += 1
        try:
            self._send(wire.encode({"id": self.serial, **message}))
            (size,) = wire.HEAD.unpack(self._receive(wire.HEAD.size))
            if size > wire.MOST_BYTES:
                raise wire.WireError("the box sent too much at once")
            reply = wire.decode(self._receive(size))
            if reply.get("id") != self.serial:
                raise wire.WireError("the box answered what nobody asked")
        except BoxError:
            self.close()
            raise
        except (wire.WireError, OSError) as error:
            self.close()
            raise BoxError(str(error)) from error
        return reply

    def close(self) -> None:
        """End every process of the box; closing twice does no harm."""
        if self.closed:
            return
        self.closed = True
        with suppress(OSError):
            if self.name == "plain":
                os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(OSError):
            self.process.kill()
        self.process.wait()
        self.channel.close()
        self.output.end()
        self.group.close()
        if self.folder:
            self.folder.cleanup()

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._wait(write=True)
            view = view[self.channel.send(view) :]

    def _receive(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            self._wait(write=False)
            part = self.channel.recv(min(count - len(parts), 2**20))
            if not part:
                raise BoxError("the process ended in the middle of the cell")
            parts += part
        return bytes(parts)

    def _wait(self, write: bool) -> None:
        """Until the socket is ready; the watch looks meanwhile."""
        ours = [self.channel]
        while True:
            ready = select.select(
                [] if write else ours, ours if write else [], [], LOOK_EVERY
            )
            self._look()
            if ready[0] or ready[1]:
                return

    def _look(self) -> None:
        """Also while bytes come: they may come for ever, one at a time."""
        if time.monotonic() - self.looked < LOOK_EVERY:
            return
        self.looked = time.monotonic()
        problem = self.watch.check()
        if problem:
            raise BoxError(problem, limit=True)


class _Output:
    """What the box prints: the first bytes are kept, the rest is read."""

    def __init__(self, most: int) -> None:
        self.most, self.kept = most, bytearray()
        self.read_end, self.write_end = os.pipe()
        self.thread = threading.Thread(target=self._drain, daemon=True)

    def begin(self) -> None:
        os.close(self.write_end)
        self.thread.start()

    def clear(self) -> None:
        self.kept = bytearray()

    @property
    def text(self) -> str:
        # What was printed may still be on its way, on a busy machine.
        end = time.monotonic() + 0.5
        while self._is_coming() and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(0.002)
        return bytes(self.kept).decode("utf-8", "replace")

    def _is_coming(self) -> bool:
        alive = self.thread.is_alive()
        return alive and bool(select.select([self.read_end], [], [], 0)[0])

    def _drain(self) -> None:
        while True:
            data = os.read(self.read_end, 2**16)
            if not data:
                return
            room = self.most - len(self.kept)
            self.kept += data[: max(0, room)]

    def end(self) -> None:
        self.thread.join(timeout=5)
        if not self.thread.is_alive():
            os.close(self.read_end)
