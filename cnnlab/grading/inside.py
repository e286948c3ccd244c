"""The program in the box: it runs cells and obeys the verbs of `check`.

`jail` starts ``inside.main``; a descriptor is its socket to the referee. A
stranger's code shares this process and can change it as it likes, so nothing
that it says is believed beyond "this is what the function returned".
"""

import ast
import base64
import builtins
import io
import json
import random
import resource
import socket
import sys
import warnings
from collections import deque
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import GeneratorType, ModuleType

import numpy as np

from cnnlab.check import AnswerError, Rules, perform
from cnnlab.grading import wire
from cnnlab.grading.cells import plain_python, run_cell
from cnnlab.grading.looks import (
    failure,
    kind_of,
    known_kind,
    looks,
    parameters,
)

VIEWS = ("keys", "values", "items")
LIKE_LISTS = (range, map, zip, filter, enumerate, reversed, deque)
LIKE_LISTS += (GeneratorType, *(type(getattr({}, n)()) for n in VIEWS))
MOST_ITEMS = 10_000  # of a generator that may never end


class Inside:
    """The namespace of one notebook, and the objects handed out of it."""

    def __init__(self) -> None:
        # `pickle` and `inspect` look classes of a notebook up in __main__.
        self.main = ModuleType("__main__")
        sys.modules["__main__"] = self.main
        self.namespace = vars(self.main)
        self.namespace["__builtins__"] = builtins
        self.seed = 0
        self.objects: list[object] = []
        self.torch_seeded = False

    def answer(self, message: dict) -> dict:
        """Do what a message asks."""
        return getattr(self, "do_" + message["do"])(message)

    def do_seed(self, message: dict) -> dict:
        """Luck that a regrade repeats, for code that draws without a seed."""
        self.seed = message["seed"]
        random.seed(self.seed)
        np.random.seed(self.seed % 2**32)
        return {}

    def do_file(self, message: dict) -> dict:
        """Put a file of the assignment, or of the submission, here."""
        path = Path(message["name"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(message["data"]))
        return {}

    def do_exec(self, message: dict) -> dict:
        """Run one cell; say what it raised and what its last line gave."""
        try:
            value = run_cell(
                message["source"], message["name"], self.namespace
            )
        except BaseException as error:
            return {"error": failure(error)}
        finally:
            self.settle()
        return {"value": wire.pack(value, looks)}

    def do_definitions(self, message: dict) -> dict:
        """Run only what defines names; for a cell that broke the box.

        Without ``values``, no variables: computing one may have broken it.
        """
        kinds = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
        kinds |= ast.AsyncFunctionDef
        if message["values"]:
            kinds |= ast.Assign | ast.AnnAssign
        try:
            tree = ast.parse(plain_python(message["source"]))
        except SyntaxError:
            return {}
        for node in tree.body:
            if isinstance(node, kinds):
                source = ast.unparse(node)
                self.do_exec({"source": source, "name": message["name"]})
        return {}

    def do_look(self, message: dict) -> dict:
        """What the names stand for now."""
        return {
            "found": {
                name: self.pack(self.namespace[name], name)
                for name in message["names"]
                if name in self.namespace
            }
        }

    def do_perform(self, message: dict) -> dict:
        """Do a verb to an object, by the rules of `check.perform`."""
        self.settle()
        inputs = wire.unpack(message["inputs"])
        answer = self.objects[message["handle"]]
        rules = Rules(tuple(message["forbid"]), message["tensors"])
        try:
            if message["verb"] == "get":
                value = getattr(answer, inputs[0][0])
            else:
                value = perform(message["verb"], answer, *inputs, rules)
            packed = self.result(message, value)
        except NotImplementedError as error:
            return {"stub": wire.clip(str(error))}
        except AnswerError as error:
            kind = error.kind
            if message["keep"]:
                kind = known_kind(error.__cause__) or kind
            return {"error": [kind, error.text, error.where]}
        except BaseException as error:
            return {"error": failure(error)}
        return {"value": packed, "inputs": wire.pack(inputs, looks)}

    def result(self, message: dict, value: object) -> dict:
        """Objects are handed out as handles where the caller can use them."""
        keep = message["keep"] or message["verb"] == "construct"
        if message["verb"] == "construct":
            return self.handle(value, type(value).__name__)
        return wire.pack(value, self.pack if keep else looks)

    def pack(self, value: object, name: str = "") -> dict:
        """Plain values as they are, others as handles."""
        plain_callable = callable(value) and not isinstance(value, np.generic)
        if plain_callable:
            return self.handle(value, name or kind_of(value))
        return wire.pack(value, self.other)

    def other(self, value: object) -> dict:
        """What is read like a list crosses as a list; objects stay here."""
        if isinstance(value, LIKE_LISTS):
            return wire.pack(list(islice(value, MOST_ITEMS)), self.other)
        return self.handle(value, kind_of(value))

    def handle(self, value: object, name: str) -> dict:
        places = [i for i, x in enumerate(self.objects) if x is value]
        number = places[0] if places else len(self.objects)
        if not places:
            self.objects.append(value)
        facts = {"handle": number, "name": name, "type": kind_of(value)}
        return facts | {"parameters": parameters(value)}

    def settle(self) -> None:
        """torch may have been loaded meanwhile: seed it once."""
        torch = sys.modules.get("torch")
        if torch and not self.torch_seeded and hasattr(torch, "manual_seed"):
            self.torch_seeded = True
            torch.manual_seed(self.seed)


def receive(channel: socket.socket, count: int) -> bytes:
    parts = io.BytesIO()
    while count:
        part = channel.recv(min(count, 2**20))
        if not part:
            sys.exit()
        parts.write(part)
        count -= len(part)
    return parts.getvalue()


def serve(descriptor: int) -> None:
    """Obey until the referee hangs up."""
    channel = socket.socket(fileno=descriptor)
    inside = Inside()
    while True:
        (size,) = wire.HEAD.unpack(receive(channel, wire.HEAD.size))
        message = wire.decode(receive(channel, size))
        key = {"id": message["id"]}
        try:
            reply = wire.encode(key | inside.answer(message))
        except BaseException as error:
            reply = wire.encode(key | {"error": failure(error)})
        with suppress(BaseException):  # a cell may have closed it
            sys.stdout.flush()
        channel.sendall(reply)


def main() -> None:
    """Give up what strangers must not have, then serve."""
    settings = json.loads(sys.argv[1])
    for name, value in settings["limits"].items():
        limit = getattr(resource, "RLIMIT_" + name)
        _, hard = resource.getrlimit(limit)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(limit, (value, value))
    sys.argv = [""]
    sys.path.insert(0, "")  # modules beside the notebook
    warnings.simplefilter("ignore")
    serve(settings["channel"])
