"""Doors of the kernel that no notebook needs, closed by a filter.

Namespaces do not cover the keys that the kernel keeps for a session, memory
without an owner is counted for nobody, and what is closed cannot have holes.
The filter is a program for the kernel's packet filter (`man 2 seccomp`).
"""

import errno
import os
import platform
import struct

# Name: number on x86-64, on 64-bit ARM.
CLOSED = {
    # Keys of the session in which the grader runs.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Memory that outlives its process or has no name to count it by.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    # Other processes.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    # New walls, and work for the kernel on behalf of nobody.
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
OLD_CALLS = 0x40000000  # x86's third set of numbers begins here
LOAD, EQUAL, ABOVE, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


def program(machine: str = "") -> bytes:
    """The filter for a machine; nothing where we do not know its numbers."""
    machine = machine or platform.machine()
    if machine not in MACHINES:
        return b""
    column, architecture = MACHINES[machine]
    numbers = [found[column] for found in CLOSED.values()]
    last = len(numbers) + 4  # the instruction that allows
    steps = [
        (LOAD, 0, 0, 4),  # which set of numbers is in use
        (EQUAL, 0, last - 1, architecture),
        (LOAD, 0, 0, 0),  # the number of the call
        (ABOVE, last - 3, 0, OLD_CALLS),
    ]
    for place, number in enumerate(numbers, start=4):
        steps.append((EQUAL, last - place, 0, number))
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def pipe() -> int:
    """A descriptor from which the filter can be read once."""
    reading, writing = os.pipe()
    os.write(writing, program())
    os.close(writing)
    return reading
