"""The walls themselves: what the box sees, what it may ask, who opens it."""

import json
import os
import re
import struct
from pathlib import Path

import numpy as np
import pytest

from cnnlab.grading import jail, syscalls, watch, wire
from cnnlab.grading.box import Box, BoxError

LIMITS = jail.Limits(
    cpu_seconds=3, idle_seconds=3, memory_mb=64, base_mb=256, processes=32
)
needs_box = pytest.mark.skipif(
    bool(jail.works("bubblewrap")) and not os.environ.get("CI"),
    reason="there is no bubblewrap here",
)
LOOK = """
import json, os
from pathlib import Path
status = Path("/proc/self/status").read_text()
facts = {
    "top": sorted(os.listdir("/")),
    "environment": sorted(os.environ),
    "processes": [int(p.name) for p in Path("/proc").glob("[0-9]*")],
    "status": dict(l.split(":\\t", 1) for l in status.splitlines()),
    "network": sorted(os.listdir("/sys/class/net"))
    if os.path.exists("/sys") else [],
    "etc": sorted(os.listdir("/etc")),
    "here": os.listdir("."),
    "may": [
        p for p in ("/", "/usr", "/etc", "/proc/sys/kernel/core_pattern",
                    "/proc/sysrq-trigger", "/dev", "/tmp", "/dev/shm")
        if os.access(p, os.W_OK)
    ],
}
print(json.dumps(facts))
"""


def run(source, name="bubblewrap", limits=LIMITS):
    with Box(name, limits, 1) as box:
        reply = box.ask(do="exec", source=source, name="<cell>")
        return reply, box.output.text


@pytest.fixture(scope="module")
def seen():
    if jail.works("bubblewrap") and not os.environ.get("CI"):
        pytest.skip("there is no bubblewrap here")
    reply, text = run(LOOK)
    assert "error" not in reply, reply
    return json.loads(text)


def test_the_box_sees_the_system_and_an_empty_folder(seen):
    assert seen["here"] == []
    assert set(seen["etc"]) <= set(jail.ETC)
    assert "sys" not in seen["top"]
    assert seen["network"] == []
    # Its own init, and itself.
    assert len(seen["processes"]) == 2


def test_the_box_has_no_rights(seen):
    status = seen["status"]
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2" or not syscalls.program()
    assert status["Uid"].split() == ["65534"] * 4


def test_the_box_writes_to_its_own_folders_only(seen):
    assert seen["may"] == ["/tmp", "/dev/shm"]


def test_the_environment_is_ours(seen):
    allowed = {*jail.ENVIRONMENT, "PWD", "LC_CTYPE"}
    assert set(seen["environment"]) <= allowed


def test_no_folder_above_somebodys_files_is_visible(tmp_path):
    private = [Path.home(), Path(__file__), tmp_path, Path("/etc/passwd")]
    for shown in map(Path, jail.visible()):
        for path in private:
            assert not path.resolve().is_relative_to(shown), (shown, path)


@needs_box
def test_the_exchange_of_nbgrader_is_covered(monkeypatch):
    """It is below /usr, which programs need."""
    assert "/usr/local/share/nbgrader" in jail.COVERED
    inside = jail.PACKAGE / "models"
    source = f"import os\nprint(len(os.listdir({str(inside)!r})))"
    assert int(run(source)[1]) > 0
    monkeypatch.setattr(jail, "COVERED", (str(inside), "/nowhere"))
    assert int(run(source)[1]) == 0


def test_the_command_opens_nothing_for_writing():
    command = jail.bubblewrap(LIMITS, 3, 4)
    assert "--unshare-all" in command
    for option in ("--bind", "--dev-bind", "--share-net", "--bind-try"):
        assert option not in command


def test_without_bubblewrap_the_message_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(jail.JailError) as caught:
        jail.choose()
    for word in ("apt install bubblewrap", "--box plain", "your rights"):
        assert word in str(caught.value)
    with pytest.raises(jail.JailError):
        jail.choose("bubblewrap")


def test_no_walls_only_by_name():
    assert jail.choose("plain") == "plain"
    with pytest.raises(jail.JailError, match="must be one of"):
        jail.choose("none")


def test_a_bubblewrap_that_fails_is_no_box(monkeypatch, tmp_path):
    sham = tmp_path / "bwrap"
    sham.write_text("#!/bin/sh\necho no user namespaces >&2\nexit 1\n")
    sham.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(jail.JailError, match="no user namespaces"):
        jail.choose()


def decide(program, number, architecture):
    """What the kernel would do with a call; a reading of `man 2 seccomp`."""
    steps = list(struct.iter_unpack("=HBBI", program))
    place, value = 0, None
    while True:
        code, yes, no, constant = steps[place]
        place += 1
        if code == syscalls.LOAD:
            value = architecture if constant == 4 else number
        elif code == syscalls.EQUAL:
            place += yes if value == constant else no
        elif code == syscalls.ABOVE:
            place += yes if value >= constant else no
        else:
            return constant


@pytest.mark.parametrize("machine", sorted(syscalls.MACHINES))
def test_the_filter_closes_its_list_and_nothing_else(machine):
    column, architecture = syscalls.MACHINES[machine]
    closed = {numbers[column] for numbers in syscalls.CLOSED.values()}
    assert len(closed) == len(syscalls.CLOSED)
    program = syscalls.program(machine)
    for number in range(600):
        expected = syscalls.REFUSE if number in closed else syscalls.ALLOW
        assert decide(program, number, architecture) == expected
    old = syscalls.OLD_CALLS + 1
    assert decide(program, old, architecture) == syscalls.REFUSE
    assert decide(program, 1, architecture + 1) == syscalls.REFUSE


def test_an_unknown_machine_has_no_filter():
    assert syscalls.program("pdp11") == b""


BIG = {"plain": 1}
DAMAGED = [
    {"complex": [10**400, 0]},
    {"array": "", "dtype": "<f8", "shape": [10**30, 0]},
    {"array": "", "dtype": "<f8", "shape": [10**12, 10**12, 0]},
    {"array": "", "dtype": "|O8", "shape": [0]},
    {"array": "", "dtype": "<U0", "shape": [10**9]},
    {"array": "AAAA", "dtype": "<f8", "shape": [1]},
    {"array": "", "dtype": "<f8", "shape": [True]},
    {"set": [{"plain": i} for i in range(wire.MOST_KEYS + 1)]},
    {"dict": [[{"list": []}, BIG]]},
    {"plain": {"a": 1}},
    {"opaque": "abc"},
    {"unknown": 1},
    [],
    None,
]


@pytest.mark.parametrize("packed", DAMAGED, ids=lambda p: repr(p)[:40])
def test_damaged_values_are_one_kind_of_error(packed):
    with pytest.raises(wire.WireError):
        wire.unpack(packed)


def test_a_message_of_many_items_is_not_read():
    body = b'{"a": [' + b"{}," * wire.MOST_ITEMS + b"{}]}"
    with pytest.raises(wire.WireError, match="too many items"):
        wire.decode(body)
    # A large array is one item.
    value = wire.pack(np.ones(2**20))
    sent = wire.encode({"id": 1, "value": value})[wire.HEAD.size :]
    assert wire.unpack(wire.decode(sent)["value"]).sum() == 2**20  # exact


SHARED = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        kept = bytearray(b"x") * (100 * 2**20)
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""
MANY = """
import threading, time
for _ in range(100):
    threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
time.sleep(20)
"""


@needs_box
@pytest.mark.parametrize(
    ("source", "words"), [(SHARED, "of memory"), (MANY, "processes|can't")]
)
def test_limits_hold_without_control_groups(
    monkeypatch, tmp_path, source, words
):
    """Most laptops let nobody but root make a control group."""
    monkeypatch.setattr(watch, "CGROUPS", tmp_path / "none")
    try:
        reply, _ = run(source)
    except BoxError as death:
        told = str(death)
    else:
        told = str(reply)
    assert re.search(words, told), told
