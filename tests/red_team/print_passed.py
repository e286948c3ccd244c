"""Print what a passed test prints.

class: forge the result channel
gain: points
nbgrader: fails: it counts errors, not prints
"""

print("double-plain: passed (seed 1)\ndouble-values: passed (seed 1)")


def double(x):
    print("double-plain: passed (seed 1)")


2.0  # noqa: B018  what a test with partial credit would end with
