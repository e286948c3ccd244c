"""Every attack of `red_team/`, graded by us: nothing gained, read or hurt."""

import json
import os
import socket
import threading

import pytest
import red_course as red

from cnnlab.grading import course as courses
from cnnlab.grading import jail, nbcourse, pool
from cnnlab.grading.worker import Task

pytest.importorskip("nbgrader")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("red_team"),  # one batch for all of them
    pytest.mark.skipif(
        bool(jail.works("bubblewrap")) and not os.environ.get("CI"),
        reason="there is no bubblewrap here",
    ),
]

ATTACKS = red.attacks()
# They end by a limit, each of which takes its time, or by dozens of deaths.
DEAR = {
    *("loop_in_c", "loop_in_python", "sleep_for_ever", "stop_everything"),
    *("relay_of_children", "forge_slowly", "fork_storm", "thread_storm"),
    *("memory_of_children", "dozens_of_deaths", "shuffled_tests"),
    *("forge_crowd", "forge_deep", "forge_huge_length", "forge_wrong_ids"),
    *("exit_at_once", "read_everything", "deep_source", "shuffled_tests"),
}
QUICK = [a for a in ATTACKS if a.name not in DEAR]
SLOW = [a for a in ATTACKS if a.name in DEAR]
# What the attack takes from its own notebook: names that tests need, the
# file itself. Nobody else may lose a point.
OWN_LOSS = {
    *("blank_builtin_exec", "broken_notebook", "crowded_notebook"),
    *("deep_notebook", "giant_notebook", "pipe_for_notebook"),
    *("link_folder", "link_to_source", "hard_link_to_source"),
    *("forge_collisions", "forge_crowd", "forge_deep", "forge_huge_length"),
    *("forge_numbers", "forge_results", "forge_values", "forge_wrong_ids"),
    "patch_inside_functions",
}
# No wall can tell a stashed function from an own one: the instructor is told.
TOLD = {"stash_shortcut": 6.0}
LIMITS = {
    "cpu_seconds": 1.5,
    "idle_seconds": 3,
    "wall_factor": 4,
    "memory_mb": 256,
    "base_mb": 256,
    "processes": 32,
}
MOST_MEMORY = 400  # MB of a referee; honest ones take 60
MOST_SECONDS = 120  # for one attack, on a busy machine


class Batch:
    """A course of attacks between two honest neighbours, graded at once."""

    def __init__(self, root, attacks):
        os.environ["RED_CANARY"] = red.CANARIES["environment"]
        self.server, self.calls = listen(), []
        self.course = red.Course(root, self.server[0].getsockname()[1])
        self.course.add_honest("0-honest")
        for attack in attacks:
            self.course.add(attack)
        self.course.add_honest("zz-honest")
        self.before = self.course.fingerprint()
        self.memory = 0
        self.results = {r["student"]: r for r in self.grade()}
        self.after = self.course.fingerprint()
        for one in self.server:
            one.settimeout(0)
            try:
                self.calls.append(one.accept())
            except OSError:
                continue
            finally:
                one.close()

    def grade(self):
        settings = nbcourse.load_settings(self.course.root)
        (assignment,) = courses.load_assignments(settings, red.NAME, LIMITS)
        folders, odd = courses.submissions(settings, assignment)
        assert not odd
        tasks = [
            Task(
                assignment,
                courses.collect(folder, assignment),
                5,
                "bubblewrap",
            )
            for folder in folders
        ]
        with pool.Threads(2) as hands:
            for result in hands.grade(tasks):
                self.memory = max(self.memory, most_memory_of_referees())
                yield result


def listen():
    """A TCP port and an abstract socket; nobody may call."""
    tcp = socket.create_server(("127.0.0.1", 0))
    name = socket.socket(socket.AF_UNIX)
    name.bind(f"\0red-team-{tcp.getsockname()[1]}")
    name.listen()
    return tcp, name


def most_memory_of_referees():
    """The peak, in MB, of the processes below this one."""
    found = [0]
    for task in os.listdir("/proc/self/task"):
        try:
            with open(f"/proc/self/task/{task}/children") as file:
                children = file.read().split()
            for child in children:
                with open(f"/proc/{child}/status") as file:
                    peak = file.read().partition("VmHWM:")[2].split()
                found.append(int(peak[0]) // 1024 if peak else 0)
        except OSError:
            continue
    return max(found)


def said(result):
    return "".join(cell["output"] for cell in result["cells"])


def check(batch, attack):
    """Nothing gained, nothing seen, nothing slower than it must be."""
    result = batch.results[attack.name]
    most = TOLD.get(attack.name, red.HONEST)
    tests = {
        c["grade_id"]: c["status"] for c in result["cells"] if c["points"]
    }
    if attack.name in OWN_LOSS:
        assert result["score"] <= most, tests
    else:
        # Points are whole numbers and sums of them: exact.
        assert result["score"] in (most, red.HONEST), tests
    text = json.dumps(result)
    assert [k for k, word in red.CANARIES.items() if word in text] == []
    assert red.ESCAPED not in said(result), said(result)
    assert result["seconds"] < MOST_SECONDS
    assert "the grader stopped" not in result["problem"]


def check_surroundings(batch):
    """The course is as it was, and the neighbours have their points."""
    assert batch.after == batch.before
    assert batch.calls == []
    assert batch.memory < MOST_MEMORY
    for name in ("0-honest", "zz-honest"):
        result = batch.results[name]
        assert result["score"] == red.POINTS, name
        assert result["limits"] == [], name
        # What neighbours do is not counted as one's own processor time.
        assert sum(c["cpu_seconds"] for c in result["cells"]) < 1, name


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return Batch(tmp_path_factory.mktemp("quick"), QUICK)


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    return Batch(tmp_path_factory.mktemp("slow"), SLOW)


def names(attack):
    return attack.name


@pytest.mark.parametrize("attack", QUICK, ids=names)
def test_attack_gains_nothing(quick, attack):
    check(quick, attack)


def test_quick_attacks_leave_no_trace(quick):
    check_surroundings(quick)


@pytest.mark.parametrize("attack", SLOW, ids=names)
def test_dear_attack_gains_nothing(slow, attack):
    check(slow, attack)


def test_dear_attacks_leave_no_trace(slow):
    check_surroundings(slow)


def test_a_stashed_shortcut_is_told_to_the_instructor(quick):
    told = quick.results["stash_shortcut"]["suspicious"]
    assert any("convolve" in line for line in told)


@pytest.mark.parametrize("attack", ATTACKS, ids=names)
def test_attack_says_what_it_is(attack):
    assert set(attack.facts) >= {"class", "gain", "nbgrader"}
    known = {"points", "read", "write", "harm", "escape", "script"}
    assert attack.facts["gain"] in known
    verdict = attack.facts["nbgrader"].partition(" ")[0].rstrip(":")
    assert verdict in {"works", "fails", "not_applicable"}


def test_no_process_outlives_its_box(quick):
    """Threads end their referees; nothing else of ours may be left."""
    assert threading.active_count() < 20
    left = []
    for task in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{task}/children") as file:
            for child in file.read().split():
                with open(f"/proc/{child}/cmdline") as command:
                    left.append(command.read())
    assert [command for command in left if "bwrap" in command] == []
