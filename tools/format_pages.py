"""Format the code cells of pages as Python files are formatted.

    python tools/format_pages.py [--check]

Names that one cell defines and another uses are fine; unused imports and
lines over 79 columns are not.
"""

import re
import subprocess
import sys

import project

CELL = re.compile(
    r"(^```\{code-cell\}[^\n]*\n(?::[^\n]*\n)*)(.*?)(^```$)", re.M | re.S
)
RULES = ["--ignore", "E402,I001,F811"]


def ruff(arguments: list[str], code: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["ruff", *arguments, "--stdin-filename", "page.py", "-"],
        input=code, text=True, capture_output=True, cwd=project.ROOT,
    )  # fmt: skip


def formatted(text: str) -> str:
    def one(match: re.Match) -> str:
        done = ruff(["format"], match[2])
        if done.returncode:
            raise SystemExit(f"cannot format a cell:\n{match[2]}{done.stderr}")
        return match[1] + done.stdout + match[3]

    return CELL.sub(one, text)


def main(check: bool) -> int:
    bad = False
    for page in filter(project.is_notebook, project.pages()):
        text = page.read_text()
        new = formatted(text)
        if new != text:
            bad = True
            print(f"{page.name}: code cells are not formatted")
            if not check:
                page.write_text(new)
        code = "\n\n".join(match[2] for match in CELL.finditer(new))
        found = ruff(["check", *RULES, "--output-format", "concise"], code)
        if found.returncode:
            bad = True
            print(f"{page.name}, all cells joined:\n{found.stdout}")
    if bad and check:
        print("run `make format`")
    return 1 if bad and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
