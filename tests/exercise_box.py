"""An answer that lives in another process.

Run as a program, this file is that process: it executes the learner's cells
and obeys the verbs of `cnnlab.check`, one JSON line at a time. Arrays cross
the border as ``.npy`` without pickle. It is a model of grading, not a jail.
"""

import base64
import inspect
import io
import json
import os
import subprocess
import sys

import numpy as np

from cnnlab import check


class Box:
    """The other process, with the answer in it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()

    def ask(self, **message: object) -> dict:
        """Send one message and wait for the reply."""
        print(json.dumps(message), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def load(self, sources: list[str], names: list[str]) -> dict[str, object]:
        """Execute cells over there; return a proxy for each name."""
        found = self.ask(sources=sources, names=names)
        return {name: Proxy(self, **facts) for name, facts in found.items()}


class Proxy:
    """Stands for an answer in the box, by the protocol of `check.verbs`."""

    def __init__(
        self,
        box: Box,
        handle: int,
        name: str,
        parameters: list | None = None,
    ) -> None:
        self._box, self._handle, self.__name__ = box, handle, name
        if parameters is not None:
            kinds = list(type(inspect.Parameter.KEYWORD_ONLY))
            self.__signature__ = inspect.Signature(
                inspect.Parameter(key, kinds[kind], default=default[0])
                if default
                else inspect.Parameter(key, kinds[kind])
                for key, kind, default in parameters
            )

    def __call__(self, *args: object, **kwargs: object) -> object:
        raise TypeError("a test cell reached the answer without a verb")

    def __cnnlab_perform__(
        self, verb: str, args: tuple, kwargs: dict, rules: check.Rules
    ) -> object:
        reply = self._box.ask(
            verb=verb,
            handle=self._handle,
            inputs=pack((args, kwargs)),
            forbid=rules.forbid,
            tensors=rules.tensors,
        )
        if "stub" in reply:
            raise NotImplementedError
        if "error" in reply:
            raise check.AnswerError(*reply["error"])
        write_back((args, kwargs), unpack(reply["inputs"]))
        if "handle" in reply:
            return Proxy(self._box, reply["handle"], reply["name"])
        return unpack(reply["value"])


def write_back(sent: object, returned: object) -> None:
    """Change our arrays as the answer changed its own."""
    if isinstance(sent, np.ndarray):
        sent[...] = returned
    elif isinstance(sent, dict):
        for key, value in sent.items():
            write_back(value, returned[key])
    elif isinstance(sent, tuple | list):
        for ours, theirs in zip(sent, returned, strict=True):
            write_back(ours, theirs)


def pack(value: object) -> object:
    """Turn plain values into JSON; arrays become base64 of ``.npy``."""
    if isinstance(value, np.ndarray | np.generic):
        buffer = io.BytesIO()
        np.save(buffer, value, allow_pickle=False)
        data = base64.b64encode(buffer.getvalue()).decode()
        return {"npy": data, "scalar": isinstance(value, np.generic)}
    if isinstance(value, dict):
        return {"dict": [[pack(k), pack(v)] for k, v in value.items()]}
    if isinstance(value, tuple | list):
        return {type(value).__name__: [pack(item) for item in value]}
    if value is None or isinstance(value, bool | int | float | str):
        return {"plain": value}
    raise TypeError(f"{type(value).__name__} does not cross the border")


def unpack(message: dict) -> object:
    """Undo `pack`."""
    if "npy" in message:
        buffer = io.BytesIO(base64.b64decode(message["npy"]))
        array = np.load(buffer, allow_pickle=False)
        return array[()] if message["scalar"] else array
    if "dict" in message:
        return {unpack(k): unpack(v) for k, v in message["dict"]}
    for kind in (tuple, list):
        if kind.__name__ in message:
            return kind(unpack(item) for item in message[kind.__name__])
    return message["plain"]


def serve() -> None:
    """Obey until the input ends; prints of the learner go to stderr."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    objects: list[object] = []
    for line in sys.stdin:
        message = json.loads(line)
        obey = _load if "sources" in message else _perform
        print(json.dumps(obey(message, objects)), file=channel, flush=True)


def _load(message: dict, objects: list) -> dict:
    namespace: dict = {"__name__": "__main__"}
    for source in message["sources"]:
        exec(source, namespace)
    found = {}
    for name in message["names"]:
        objects.append(namespace[name])
        facts = {"handle": len(objects) - 1, "name": name}
        if inspect.isfunction(namespace[name]):
            facts["parameters"] = [
                (p.name, int(p.kind), [p.default] * (p.default is not p.empty))
                for p in inspect.signature(namespace[name]).parameters.values()
            ]
        found[name] = facts
    return found


def _perform(message: dict, objects: list) -> dict:
    inputs = unpack(message["inputs"])
    rules = check.Rules(tuple(message["forbid"]), message["tensors"])
    answer = objects[message["handle"]]
    try:
        value = check.perform(message["verb"], answer, *inputs, rules)
    except NotImplementedError:
        return {"stub": True}
    except check.AnswerError as error:
        return {"error": [error.kind, error.text, error.where]}
    if message["verb"] == "construct":
        objects.append(value)
        facts = {"handle": len(objects) - 1, "name": type(value).__name__}
        return facts | {"inputs": pack(inputs)}
    return {"value": pack(value), "inputs": pack(inputs)}


if __name__ == "__main__":
    serve()
