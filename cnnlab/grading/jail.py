"""What closes the box: bubblewrap, a container, or only limits.

A jail is a function from the limits and the descriptor of the channel to a
command line. Which one a machine can offer is found by trying it.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import asdict, dataclass
from pathlib import Path

import cnnlab
from cnnlab.grading import syscalls

PROGRAM = "from cnnlab.grading import inside; inside.main()"
WORK = "/tmp/work"
PACKAGE = Path(cnnlab.__file__).resolve().parent
# Right answers and known slips: the tests use them outside.
HIDDEN = ("check/truth", "check/slips", "reference")
# Where nbgrader's exchange is by default: what everybody has handed in.
COVERED = ("/usr/local/share/nbgrader",)
# Of the system's settings, what programs need to start; no accounts.
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts")
ENVIRONMENT = {
    "HOME": WORK,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TERM": "dumb",
}


# Since Linux 5.14, processes are counted for each user namespace.
KERNEL = [int(n) for n in re.findall(r"\d+", platform.release())[:2]]
COUNTS_BOXES = KERNEL >= [5, 14]


class JailError(Exception):
    """The jail that was asked for cannot be had here; says how to get it."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    cpu_seconds
        Time on the processor, for each cell of the notebook.
    idle_seconds
        Time that a cell may wait without computing anything.
    wall_factor
        A cell may last this many times ``cpu_seconds`` by the clock: a slow
        machine takes points from nobody.
    memory_mb
        Of all its processes together, on top of what Python and its
        libraries take (``base_mb``).
    processes, files_mb, output_kb
        Processes and threads; what it writes to its own folder; what it
        prints, of which the rest is thrown away.
    """

    cpu_seconds: float = 30.0
    idle_seconds: float = 20.0
    wall_factor: float = 20.0
    memory_mb: int = 1024
    base_mb: int = 1024
    processes: int = 64
    files_mb: int = 64
    output_kb: int = 16

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not value > 0:
                raise ValueError(f"`{name}` (={value!r}) must be above 0")

    @property
    def memory_bytes(self) -> int:
        return (self.memory_mb + self.base_mb) * 2**20


def settings(limits: Limits, channel: int, counts: bool) -> str:
    """What `inside.main` reads: the limits that a process sets itself.

    ``counts`` is whether the kernel counts the processes of this box alone.
    Where it counts all of the user's, `watch` does it from outside.
    """
    own = {
        "CORE": 0,
        "DATA": limits.memory_bytes,
        "FSIZE": limits.files_mb * 2**20,
        "MEMLOCK": 0,
        "NOFILE": 256,
    }
    if counts:
        own["NPROC"] = limits.processes
    return json.dumps({"channel": channel, "limits": own})


def bubblewrap(limits: Limits, channel: int, doors: int) -> list[str]:
    """A command in its own user, PID, network and IPC namespace.

    It sees Python, its libraries and the system's, all read-only, and an
    empty folder in memory. It sees no folder of anybody's. ``doors`` is a
    descriptor with the filter of `syscalls`.
    """
    size = str(limits.files_mb * 2**20)
    small = ("--size", size, "--tmpfs")
    command = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns"]
    command += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--uid", "65534", "--gid", "65534", "--hostname", "box"]
    command += ["--proc", "/proc", "--dev", "/dev", *small, "/dev/shm"]
    command += [*small, "/tmp", "--dir", WORK]
    for path in visible():
        command += ["--ro-bind-try", path, path]
    for link in ("bin", "lib", "lib32", "lib64"):
        path = Path("/", link)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            command += ["--ro-bind", str(path), str(path)]
    covered = [path for path in COVERED if os.path.isdir(path)]
    for path in (*map(str, map(PACKAGE.joinpath, HIDDEN)), *covered):
        command += ["--tmpfs", path, "--remount-ro", path]
    # Where the grader is root, the kernel's settings in /proc/sys are his.
    for path in ("/dev", "/proc", "/"):
        command += ["--remount-ro", path]
    command += ["--seccomp", str(doors)] if syscalls.program() else []
    command += ["--chdir", WORK, "--clearenv"]
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    return command + python(limits, channel, COUNTS_BOXES)


def visible() -> list[str]:
    """Folders that Python needs to start and to import, without repeats."""
    paths = ["/usr", *(f"/etc/{name}" for name in ETC)]
    paths += [sys.base_prefix, sys.prefix, str(PACKAGE)]
    paths += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    paths += [os.path.realpath(sys.executable + "/../..")]
    kept: list[str] = []
    for path in dict.fromkeys(os.path.realpath(p) for p in paths):
        if not any(path == k or path.startswith(k + "/") for k in kept):
            kept.append(path)
    # A link inside a visible folder must lead somewhere.
    return [*kept, *(p for p in dict.fromkeys(paths) if p not in kept)]


def plain(limits: Limits, channel: int, doors: int) -> list[str]:
    """No walls: limits on time, memory and processes, nothing more."""
    return python(limits, channel, counts=False)


def python(limits: Limits, channel: int, counts: bool) -> list[str]:
    """The interpreter with the program that obeys the referee."""
    # Not -I: that would ignore PYTHONHASHSEED, and sets have an order.
    program = [PROGRAM, settings(limits, channel, counts)]
    return [sys.executable, "-s", "-P", "-c", *program]


JAILS = {"bubblewrap": bubblewrap, "plain": plain}


def check_course(course: Path) -> None:
    """Refuse a course that lies in a folder which every box can see.

    Raises
    ------
    JailError
        Naming the folder.
    """
    place = os.path.realpath(course)
    for path in map(os.path.realpath, visible()):
        if (place + "/").startswith(path + "/"):
            raise JailError(
                f"the course is below {path}, which students' programs can "
                "read; move it"
            )


def works(name: str) -> str:
    """Try a jail; an empty string if it works, else why it does not."""
    if name == "plain":
        return ""
    if name == "bubblewrap" and shutil.which("bwrap") is None:
        return "`bwrap` is not installed (apt install bubblewrap)"
    doors = syscalls.pipe()
    command = JAILS[name](Limits(), 0, doors)
    place = command.index(PROGRAM)
    command[place:] = ["import numpy, cnnlab.grading.inside"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,  # the first import of NumPy on a cold disk
            check=False,
            env={"PATH": os.environ.get("PATH", "")},
            pass_fds=[doors],
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        os.close(doors)
    return done.stderr.strip()[-300:] if done.returncode else ""


def choose(wanted: str = "auto") -> str:
    """The name of a jail that works here.

    Raises
    ------
    JailError
        If it does not, or if only the plain one would work and nobody asked
        for it by name.
    """
    if wanted not in ("auto", *JAILS):
        known = ", ".join(["auto", *JAILS])
        raise JailError(f"`box` (={wanted!r}) must be one of {known}")
    walls = [name for name in JAILS if name != "plain"]
    names = walls if wanted == "auto" else [wanted]
    reasons = []
    for name in names:
        reason = works(name)
        if not reason:
            return name
        reasons.append(f"{name}: {reason}")
    raise JailError(
        "; ".join(reasons) + ". Without walls, students' programs run with "
        "your rights: if you accept that, on a machine that holds nothing "
        "else, say `--box plain`."
    )
