"""Who watches the box: processor time, memory, processes, idleness.

Limits that a process sets itself hold for each process. These hold for all
of them together: the whole tree below the box is measured from outside, and
where a machine has control groups that we may use, the kernel holds them
too.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from cnnlab.grading.jail import Limits

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
NAME = "cnnlab-box"
CGROUPS = Path("/sys/fs/cgroup")


class Watch:
    """The processes below ``pid``; `problem` says which limit they broke."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self.pid, self.limits = pid, limits
        self.cpu = self.dead_cpu = 0.0
        self.seen: dict[int, float] = {}
        self.start()

    def start(self) -> None:
        """A new cell: its time begins."""
        self.problem = ""
        self.look()
        self.from_cpu, self.from_clock = self.cpu, time.monotonic()
        self.busy_at, self.busy_cpu = self.from_clock, self.cpu

    def wake(self) -> None:
        """Something is asked of it: until now, it was not its turn."""
        self.busy_at = time.monotonic()

    @property
    def used(self) -> float:
        """Processor seconds since `start`."""
        return max(0.0, self.cpu - self.from_cpu)

    def check(self) -> str:
        """Look once; return the limit that is broken, or nothing."""
        memory, count = self.look()
        limits, now = self.limits, time.monotonic()
        # Waiting for a processor or a disk is the machine's fault.
        if self.delayed or self.cpu > self.busy_cpu + 0.01:
            self.busy_at, self.busy_cpu = now, self.cpu
        if self.used > limits.cpu_seconds:
            self.problem = (
                f"used more than {limits.cpu_seconds:g} s of processor time"
            )
        elif memory > limits.memory_bytes:
            self.problem = f"used more than {limits.memory_mb} MB of memory"
        elif count > limits.processes:
            self.problem = f"started more than {limits.processes} processes"
        elif now - self.busy_at > limits.idle_seconds:
            self.problem = (
                f"waited for {limits.idle_seconds:g} s without computing"
            )
        elif now - self.from_clock > limits.cpu_seconds * limits.wall_factor:
            seconds = limits.cpu_seconds * limits.wall_factor
            self.problem = f"lasted longer than {seconds:g} s"
        return self.problem

    def look(self) -> tuple[int, int]:
        """Measure memory in bytes and count the processes and threads."""
        memory = count = 0
        cpu: dict[int, float] = {}
        self.delayed = False
        for pid in descendants(self.pid):
            found = statistics(pid)
            if found:
                cpu[pid], resident, threads, state = found
                self.delayed |= state in "RD"
                memory += resident
                count += threads
        gone = self.seen.keys() - cpu.keys()
        self.dead_cpu += sum(self.seen[pid] for pid in gone)
        self.seen = cpu
        self.cpu = max(self.cpu, self.dead_cpu + sum(cpu.values()))
        return memory, count


def descendants(pid: int) -> list[int]:
    """Processes below ``pid`` and itself."""
    found = [pid]
    for one in found:
        with suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{one}/task"):
                path = f"/proc/{one}/task/{task}/children"
                found += map(int, Path(path).read_text().split())
    return found


def statistics(pid: int) -> tuple[float, int, int, str] | None:
    """Processor seconds, resident bytes, threads and state of a process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    resident, threads = int(fields[21]) * PAGE, int(fields[17])
    return (user + system) / TICK, resident, threads, fields[0]


class Group:
    """A control group for one box, or nothing where we may not make one."""

    def __init__(self, limits: Limits) -> None:
        self.folders: list[Path] = []
        self.sweep()
        name = f"{NAME}-{os.getpid()}-{time.monotonic_ns()}"
        rules = {
            "pids": {"pids.max": limits.processes},
            "memory": {"memory.limit_in_bytes": limits.memory_bytes},
        }
        for controller, files in rules.items():
            folder = CGROUPS / controller / name
            if not os.access(CGROUPS / controller, os.W_OK):
                continue
            with suppress(OSError):
                folder.mkdir()
                self.folders.append(folder)
                for file, value in files.items():
                    (folder / file).write_text(str(value))

    @staticmethod
    def sweep() -> None:
        """Remove groups whose grader was killed."""
        for folder in CGROUPS.glob(f"*/{NAME}-*"):
            owner = folder.name.split("-")[-2]
            if not Path("/proc", owner).exists():
                with suppress(OSError):
                    folder.rmdir()

    def command(self, command: list[str]) -> list[str]:
        """The command, started inside the group."""
        if not self.folders:
            return command
        enter = "".join(
            f"echo $$ > '{folder}/cgroup.procs'; " for folder in self.folders
        )
        return ["sh", "-c", enter + 'exec "$@"', "sh", *command]

    def close(self) -> None:
        """Remove the group; its processes must have ended."""
        for folder in self.folders:
            for _ in range(50):
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
        self.folders = []
