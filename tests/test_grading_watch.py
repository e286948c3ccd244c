"""Who watches the box: processes below a process, and their time."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from cnnlab.grading import watch
from cnnlab.grading.jail import Limits
from cnnlab.grading.watch import Watch, descendants, statistics

FAMILY = """import subprocess, sys, time
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print('there', flush=True)
time.sleep(60)"""


@pytest.fixture
def family():
    """A process with a child."""
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE
    )
    process.stdout.readline()
    yield process
    for pid in descendants(process.pid):
        os.kill(pid, 9)
    process.wait()
    process.stdout.close()


def test_children_are_found(family):
    found = descendants(family.pid)
    assert len(found) == 2
    assert found[0] == family.pid
    assert set(found) <= set(descendants(os.getpid()))


def test_statistics_of_a_process():
    used, resident, threads, *_ = statistics(os.getpid())
    # Ticks of the kernel are hundredths of a second.
    assert abs(used - sum(os.times()[:2])) < 0.1
    assert 2**22 < resident < 2**36
    assert threads >= 1
    assert statistics(2**22 + 1) is None


SPINNER = """
import sys, time
for line in sys.stdin:
    end = time.process_time() + float(line)
    while time.process_time() < end:
        pass
    print("done", flush=True)
"""


@pytest.fixture
def spin():
    """A process that computes for as long as it is told; its pid."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", SPINNER], **pipes) as process:

        def work(seconds):
            print(seconds, file=process.stdin, flush=True)
            assert process.stdout.readline() == "done\n"

        work(0.0)  # what Python takes to start is over
        work.pid = process.pid
        yield work
        process.stdin.close()


def test_time_of_the_processor_is_counted_from_the_start_of_a_cell(spin):
    seen = Watch(spin.pid, Limits(cpu_seconds=0.25))
    assert seen.check() == ""
    spin(0.15)
    assert seen.check() == ""
    assert 0.1 <= seen.used <= 0.25
    seen.start()
    assert seen.used == 0
    spin(0.4)
    assert seen.check() == "used more than 0.25 s of processor time"


class Fake:
    """A machine with a clock and processes of our own."""

    def __init__(self, monkeypatch):
        self.now, self.cpu, self.memory, self.count = 100.0, 0.0, 0, 1
        self.delayed = False
        clock = SimpleNamespace(monotonic=lambda: self.now)
        monkeypatch.setattr(watch, "time", clock)
        fake = self

        class Seen(Watch):
            def look(self):
                self.cpu, self.delayed = fake.cpu, fake.delayed
                return fake.memory, fake.count

        self.watch = Seen(1, Limits(cpu_seconds=10, idle_seconds=5))

    def after(self, seconds, cpu=0.0):
        self.now += seconds
        self.cpu += cpu
        return self.watch.check()


@pytest.fixture
def fake(monkeypatch):
    return Fake(monkeypatch)


def test_waiting_is_stopped(fake):
    assert fake.after(4.9) == ""
    assert fake.after(0.2) == "waited for 5 s without computing"


def test_who_computes_does_not_wait(fake):
    for _ in range(10):
        assert fake.after(4.9, cpu=0.5) == ""


def test_who_is_kept_from_computing_does_not_wait(fake):
    fake.delayed = True
    for _ in range(5):
        assert fake.after(4.9) == ""


def test_time_between_two_questions_is_not_waiting(fake):
    fake.now += 60
    fake.watch.wake()
    assert fake.after(4.9) == ""
    assert "waited" in fake.after(0.2)


def test_the_clock_has_a_limit_too(fake):
    for _ in range(48):
        assert fake.after(4.1, cpu=0.1) == ""
    assert fake.after(4.1, cpu=0.1) == "lasted longer than 200 s"


def test_memory_and_processes(fake):
    limits = Limits()
    fake.memory = limits.memory_bytes
    assert fake.after(0) == ""
    fake.memory += 1
    assert fake.after(0) == "used more than 1024 MB of memory"
    fake.memory, fake.count = 0, limits.processes + 1
    assert fake.after(0) == "started more than 64 processes"
