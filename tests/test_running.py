"""The page on running the notebooks says what the code says."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

TEXT = (ROOT / "book" / "98_running.md").read_text("utf-8")
ERRORS = re.findall(r"^\| `([^`]+)` \|", TEXT, re.M)
# Said by Python, pip, torch and Colab, not by us.
THEIRS = {
    "No module named 'cnnlab'",
    "requires a different Python",
    "CUDA out of memory",
    "cannot currently connect to a GPU",
    "session crashed after using all available RAM",
}
OURS = sorted(set(ERRORS) - THEIRS)


def said() -> str:
    """All text of `cnnlab`, with strings over several lines joined."""
    files = sorted((ROOT / "cnnlab").rglob("*.py"))
    text = "\n".join(file.read_text("utf-8") for file in files)
    return re.sub(r'"\s*\n\s*f?"', "", text)


def test_the_table_has_errors_of_ours_and_of_others():
    assert len(OURS) >= 5
    assert set(ERRORS) >= THEIRS


@pytest.mark.parametrize("message", OURS)
def test_an_error_of_the_table_is_one_of_ours(message):
    assert message in said()


def test_makefile_and_command_have_what_the_page_names():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`make ([\w-]+)", TEXT)):
        assert f"\n{target}:" in makefile
    for command in set(re.findall(r"`cnnlab (\w+)", TEXT)):
        assert re.search(rf'def {command}\(|name="{command}"', said())


def takes_a_gpu(page: Path) -> bool:
    """Whether a page writes out a training that may use a GPU."""
    calls = re.findall(
        r"TrainConfig\(((?:[^()]|\([^()]*\))*)\)", page.read_text("utf-8")
    )
    return any("epochs=" in c and 'device="cpu"' not in c for c in calls)


def test_only_the_pages_named_train_on_a_gpu():
    """Elsewhere a page sets the CPU, so that all get the same numbers."""
    pages = [p for p in project.pages() if project.is_notebook(p)]
    free = {page.stem for page in pages if takes_a_gpu(page)}
    named = re.search(r"Two places gain:(.*?)Your own", TEXT, re.S)[1]
    assert free <= set(re.findall(r"\{doc\}`(\w+)`", named))


def test_what_colab_does_has_a_date_and_a_source():
    assert re.search(r"looked up in \w+ 20\d\d", TEXT)
    section = TEXT[TEXT.index("(sec-98-colab)=") :]
    section = section[: section.index("(sec-98-resume)=")]
    assert len(re.findall(r"\]\(https://[^)]+\)", section)) >= 4
