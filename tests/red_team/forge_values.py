"""Values that do not hold what they say: sizes, shapes, kinds.

class: forge the result channel
gain: harm
nbgrader: not_applicable = "it has no such channel"
"""

import sys

wire = sys.modules.get("cnnlab.grading.wire")


def array(data="", dtype="<f8", shape=(0,), **more):
    return {"array": data, "dtype": dtype, "shape": list(shape)} | more


if wire:
    encode = wire.encode
    lies = [
        array(shape=[10**30, 0]),
        array(shape=[-1, -1]),
        array(shape=[True]),
        array(dtype="|O8", shape=[1], data="AAAAAAAAAAA="),
        array(dtype="<U0", shape=[10**9, 10**9]),
        array(dtype="<M8[s]"),
        array(dtype=["<f8"]),
        array(data="AAAA", shape=[4]),
        array(data="!", shape=[1]),
        array(data=7),
        {"complex": [10**400, 0]},
        {"complex": ["1", "2", "3"]},
        {"plain": [1]},
        {"dict": [[{"list": []}, {"plain": 1}]]},
        {"dict": [[{"plain": 1}]]},
        {"set": [{"dict": []}]},
        {"opaque": ["x" * 1000, [["y"]], 3]},
        {"opaque": "ab"},
        {"handle": 10**30, "name": 1, "type": [], "parameters": {}},
        {"handle": "no", "name": "f", "type": "type"},
        {"handle": 1e400, "name": "f", "type": "type"},
        {"bytes": 3},
        [[]],
        None,
        7,
    ]
    turn = [0]

    def lie(reply):
        turn[0] += 1
        made = lies[turn[0] % len(lies)]
        if "found" in reply:
            reply["found"] = {"double": made, "smooth": made, "Scale": made}
        return encode(reply)

    wire.encode = lie
