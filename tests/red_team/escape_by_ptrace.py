"""Take over the process that started the box.

class: escape from the box
gain: escape
nbgrader: not_applicable = "there is no box to escape from"
"""

import ctypes
import os
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
mine = str(os.getpid())
for process in Path("/proc").glob("[0-9]*"):
    command = (process / "cmdline").read_bytes()
    status = (process / "status").read_text()
    powers = int(status.split("CapEff:")[1].split()[0], 16)
    if process.name != mine and b"bwrap" not in command:
        print("@ESCAPED@: sees", process.name, command[:60])
    if powers:
        print("@ESCAPED@: powers", process.name, hex(powers))
for number in range(1, 4000, 7):
    if not Path(f"/proc/{number}").exists() and (
        libc.ptrace(16, number, None, None) == 0
    ):
        print("@ESCAPED@: traces", number)
