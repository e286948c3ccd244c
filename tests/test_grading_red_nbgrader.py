"""The same attacks against plain `nbgrader autograde`: most of them work.

So the claim is honest that they are attacks. All of it happens in an outer
box (`red_nbgrader`), on a copy of the course that may be destroyed.
"""

import os

import pytest
import red_course as red
import red_nbgrader as plain

from cnnlab.grading import jail

pytest.importorskip("nbgrader")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("red_nbgrader"),
    pytest.mark.skipif(
        bool(jail.works("bubblewrap")) and not os.environ.get("CI"),
        reason="there is no bubblewrap here",
    ),
]

ATTACKS = [
    a
    for a in red.attacks()
    if not a.facts["nbgrader"].startswith("not_applicable")
]
# These hurt whoever is graded with them; each has a course for itself.
ALONE = {"write_neighbour", "write_gradebook", "write_home", "link_folder"}
QUIET = [
    a
    for a in ATTACKS
    if a.facts["gain"] in ("points", "read", "script", "escape")
    and a.name not in ALONE
]
WRITERS = [a for a in ATTACKS if a.facts["gain"] == "write"]
# After these nobody is graded any more.
ENDS = {"kill_grader", "stop_everything", "pipe_for_notebook", "fork_storm"}
STOPPERS = [a for a in ATTACKS if a.name in ENDS]
HARMFUL = [
    a for a in ATTACKS if a.facts["gain"] == "harm" and a.name not in ENDS
]


def graded(root, attacks, seconds, wait=0.0):
    """A course with these attacks after plain nbgrader, and before it."""
    course = red.Course(root)
    course.add_honest("0-honest")
    for attack in attacks:
        course.add(attack)
    course.add_honest("zz-honest")
    before = course.fingerprint()
    canary = red.CANARIES["environment"]
    found = plain.autograde(course.root, course.home, canary, seconds, wait)
    return course, before, found


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    return graded(tmp_path_factory.mktemp("quiet"), QUIET, 400)


def succeeded(attack, course, found):
    """Whether a quiet attack got what it wanted."""
    outputs = found.text(attack.name)
    gain = attack.facts["gain"]
    if gain == "points":
        return found.scores.get(attack.name, 0.0) > red.HONEST
    if gain == "read":
        return any(word in outputs for word in red.CANARIES.values())
    if gain == "script":
        return "<script>" in outputs and "text/html" in outputs
    return red.ESCAPED in outputs


@pytest.mark.parametrize("attack", QUIET, ids=lambda a: a.name)
def test_quiet_attack_on_plain_nbgrader(quiet, attack):
    course, _, found = quiet
    works = attack.facts["nbgrader"] == "works"
    assert succeeded(attack, course, found) == works, found.log[-2000:]


def test_honest_neighbours_are_right_for_plain_nbgrader_too(quiet):
    _, _, found = quiet
    assert found.scores["0-honest"] == red.POINTS


@pytest.mark.harm
@pytest.mark.parametrize("attack", WRITERS, ids=lambda a: a.name)
def test_writing_attack_on_plain_nbgrader(tmp_path, attack):
    course, before, found = graded(tmp_path, [attack], 60, wait=4)
    after = course.fingerprint()
    changed = any(
        after.get(path) != value
        for path, value in before.items()
        if not path.endswith("nbgrader_config.py")
    )
    forged = (
        found.marks > 0
        or (course.home / ".ipython").exists()
        and any(
            "forged" in path.read_text()
            for path in course.home.rglob("startup/*.py")
        )
    )
    works = attack.facts["nbgrader"] == "works"
    assert (changed or forged) == works, found.log[-2000:]


def is_hurt(attack, found):
    """Its own honest answer is lost, or it took what is not its own."""
    own = found.scores.get(attack.name, 0.0) >= red.HONEST
    large = found.size(attack.name) > 2**26
    return not own or large or red.ESCAPED in found.text(attack.name)


@pytest.fixture(scope="module")
def harmed(tmp_path_factory):
    return graded(tmp_path_factory.mktemp("harmed"), HARMFUL, 550)


@pytest.mark.harm
@pytest.mark.parametrize("attack", HARMFUL, ids=lambda a: a.name)
def test_harmful_attack_on_plain_nbgrader(harmed, attack):
    _, _, found = harmed
    works = attack.facts["nbgrader"] == "works"
    assert is_hurt(attack, found) == works, found.log[-2000:]


@pytest.mark.harm
@pytest.mark.parametrize("attack", STOPPERS, ids=lambda a: a.name)
def test_stopping_attack_on_plain_nbgrader(tmp_path, attack):
    """The whole run ends, or waits for ever: neighbours get no grade."""
    _, _, found = graded(tmp_path, [attack], 60)
    neighbours = [found.scores.get(n) for n in ("0-honest", "zz-honest")]
    hurt = is_hurt(attack, found) or None in neighbours
    works = attack.facts["nbgrader"] == "works"
    assert hurt == works, found.log[-2000:]
