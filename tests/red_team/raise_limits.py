"""Lift the limits before using too much.

class: fork storms
gain: escape
nbgrader: not_applicable = "there are no limits to lift"
"""

import resource

for name in ("NPROC", "DATA", "FSIZE", "NOFILE"):
    number = getattr(resource, "RLIMIT_" + name)
    _, hard = resource.getrlimit(number)
    try:
        resource.setrlimit(number, (hard + 1, hard + 1))
        print("@ESCAPED@:", name)
    except (OSError, ValueError):
        continue
