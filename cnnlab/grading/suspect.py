"""Words that honest answers to such exercises do not need.

They change no score: the walls of the box do that work. They tell the
instructor where to look.
"""

import re

WORDS = {
    r"\b_exit\s*\(": "ends its process at once (_exit)",
    r"\bctypes\b": "reaches into memory (ctypes)",
    r"\bos\.(fork|kill|system|popen|exec\w*|spawn\w*)\b": "starts or ends "
    "processes (os)",
    r"\bsubprocess\b|\bmultiprocessing\b": "starts processes",
    r"\bsocket\b|\burllib\b|\brequests\.(get|post)\b": "opens the network",
    r"gradebook\.db|\bnbgrader\b": "mentions the gradebook",
    r"/proc/|/etc/passwd|\.\./": "looks for files outside of its folder",
    r"\bsubmitted/|\bsource/|\breleased?/": "mentions folders of the course",
    r"ast_transformers|input_transformers|run_cell|events\.register":
        "changes how cells run (IPython hooks)",
    r"_getframe|inspect\.(stack|currentframe)|settrace|setprofile":
        "looks at the code that calls it",
    r"gc\.get_(objects|referrers)": "searches the memory of its process",
    r"np\.testing\.\w+\s*=|numpy\.testing\.\w+\s*=|builtins\.\w+\s*=":
        "replaces functions of tests",
    r"def __eq__|def __array_function__|def __array_ufunc__":
        "decides what it is equal to",
    r"\b(np|numpy)\.(convolve|correlate)\b|\b(F|functional)\.conv\dd\b":
        "mentions functions that tests close",
    r"check\.(truth|slips)|cnnlab\.(reference|grading)":
        "reaches for solutions of the package",
    r"\bpickle\b|__reduce__": "pickles",
    r"CNNLAB_|NBGRADER|os\.environ": "reads the environment",
    r"CheckFailed|\bpassed\s*\(": "mentions what tests print",
}  # fmt: skip


def suspicious_words(sources: list[str], known: list[str]) -> list[str]:
    """What the student's cells mention and the released ones do not."""
    given = "\n".join(known)
    found = []
    for pattern, meaning in WORDS.items():
        rule = re.compile(pattern)
        hits = [m[0] for source in sources for m in rule.finditer(source)]
        new = [hit for hit in hits if hit not in given]
        if new:
            found.append(f"{meaning}: {new[0].strip()[:40]}")
    return found
