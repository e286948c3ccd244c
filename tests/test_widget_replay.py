"""The training-replay widget, by mouse and by keyboard.

Expected numbers come from the records in ``book/results``.
"""

import json
import statistics

import pytest
from book_tools import BOOK, PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]

NOW = ".lab-replay-now"


def record(name: str) -> dict:
    path = BOOK / "results" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))


LENET = record("lenet5_replay")
LABELS = LENET["data"]["watched"]["labels"]


def mean(done: dict, key: str, epoch: int) -> float:
    return statistics.fmean(
        run["history"]["epochs"][epoch - 1][key] for run in done["runs"]
    )


def shown(value: float, digits: int = 3) -> str:
    """As the page rounds it, without zeros at the end."""
    return f"{round(value, digits):g}"


def right(seed: int, epoch: int) -> int:
    guesses = LENET["runs"][seed]["guesses"][epoch]
    return sum(a == b for a, b in zip(guesses, LABELS, strict=True))


@pytest.fixture
def replay(open_widget):
    page = open_widget("training-replay", viewport=PHONE)
    page.get_by_role("slider").wait_for()
    return page


def reading(page) -> str:
    return page.get_by_role("slider").get_attribute("aria-valuetext")


def points(page, part: str, panel: int = 0) -> int:
    """How many points the mean of a curve goes through."""
    line = page.locator(".lab-panels > svg").nth(panel)
    path = line.locator(f".is-{part} > .lab-mean").get_attribute("d")
    return path.count("L") + 1


def test_replay_says_what_was_recorded(replay):
    text = text_of(replay, NOW)
    assert text.startswith("Epoch 3 of 10, mean of 3 seeds. Loss: training ")
    assert f"training {shown(mean(LENET, 'loss', 3))}, validation " in text
    assert f"validation {shown(mean(LENET, 'val_loss', 3))} ± " in text
    share = 100 * mean(LENET, "val_accuracy", 3)
    assert f"validation {shown(share, 2)} % ± " in text
    assert "The lowest validation loss so far is that of epoch 3." in text
    source = text_of(replay, ".lab-widget > .lab-small")
    assert source.endswith(
        "full MNIST, 60,000 + 10,000, from the cache. Repeat it with "
        "python tools/record_replay.py --seeds 3."
    )


def test_replay_shows_no_epoch_that_is_still_to_come(replay):
    # Validation begins before training, so it has a point more.
    assert [points(replay, "train"), points(replay, "valid")] == [3, 4]
    replay.get_by_role("button", name="Step").click()
    assert [points(replay, "train"), points(replay, "valid", 1)] == [4, 5]
    panel = replay.locator(".lab-panels > svg").first
    seeds = panel.locator(".is-train > .lab-seed")
    assert seeds.count() == len(LENET["runs"])
    label = panel.get_attribute("aria-label")
    assert label.startswith("loss up to epoch 4: training 0.0")


def test_replay_by_keyboard(replay):
    slider = replay.get_by_role("slider")
    slider.focus()
    press(replay, "ArrowRight", "ArrowRight", "ArrowLeft")
    assert reading(replay) == "4 of 10"
    press(replay, "Home")
    assert text_of(replay, NOW).startswith("Before training: validation loss")
    assert replay.locator(".lab-mean").count() == 0
    assert replay.locator(".lab-end").count() == 2
    press(replay, "End")
    assert text_of(replay, NOW).startswith("Epoch 10 of 10")
    press(replay, "Tab", "Enter", "Enter")  # Back
    assert reading(replay) == "8 of 10"
    press(replay, "Tab", "Space", "Space", "Space")  # Step, to the end
    assert reading(replay) == "10 of 10"
    assert replay.get_by_role("button", name="Step").evaluate(
        "b => b === document.activeElement && b.ariaDisabled === 'true'"
    )


def test_replay_digits_and_mistakes(replay):
    for seed, epoch in ((0, 3), (1, 3), (1, 10), (1, 0)):
        choose(replay, "Seed", str(seed))
        replay.get_by_role("slider").fill(str(epoch))
        count = right(seed, epoch)
        start = f"{count} of {len(LABELS)} are read right."
        score = replay.locator(".lab-diary [role=status]").inner_text()
        assert score.startswith(start)
        wrong = replay.locator(".lab-digits > .is-misread")
        assert wrong.count() == len(LABELS) - count
    first = replay.get_by_role("listitem").first.inner_text()
    index = LENET["data"]["watched"]["indices"].split()[0]
    guess = LENET["runs"][1]["guesses"][0][0]
    told = f"Test digit {index}, a {LABELS[0]}, misread as {guess}, "
    assert first.startswith(told)


def test_replay_learned_and_forgotten_add_up(replay):
    replay.get_by_role("slider").fill("6")
    score = replay.locator(".lab-diary [role=status]").inner_text()
    learned, forgotten = (
        int(score.split(word)[0].split()[-1])
        for word in (" learned", " forgotten")
    )
    assert learned - forgotten == right(0, 6) - right(0, 5)
    assert learned > 0


def test_replay_filters(replay):
    filters = replay.locator(".lab-filter")
    assert filters.count() == 6
    weights = [int(w) for w in LENET["runs"][0]["filters"][3].split()][:25]
    largest = max(weights, key=abs) / 1000
    label = filters.first.get_attribute("aria-label")
    assert f"largest weight {largest:g}".replace("-", "−") in label
    hollow = filters.first.locator(".is-negative").count()
    assert hollow <= sum(w < 0 for w in weights)
    assert hollow > 5
    moved = replay.get_by_text("In this epoch they moved by").inner_text()
    replay.get_by_role("slider").fill("10")
    last = replay.get_by_text("In this epoch they moved by").inner_text()
    assert last != moved
    replay.get_by_role("slider").fill("0")
    assert replay.get_by_text("Drawn at random").is_visible()


def test_replay_other_runs(replay):
    choose(replay, "Run", "cifar10_residual")
    done = record("cifar10_residual")
    epochs = len(done["runs"][0]["history"]["epochs"])
    assert reading(replay) == f"{epochs} of {epochs}"
    loss = shown(mean(done, "val_loss", epochs))
    assert f"validation {loss} ± " in text_of(replay, NOW)
    assert replay.locator(".lab-filter").count() == 0
    assert replay.get_by_role("combobox", name="Seed").count() == 0
    # There is no number from before training.
    replay.get_by_role("slider").focus()
    press(replay, "Home")
    assert reading(replay) == f"1 of {epochs}"
    choose(replay, "Run", "lenet5_replay")
    assert replay.locator(".lab-filter").count() == 6


def test_replay_axes(replay):
    def names():
        titles = replay.locator(".lab-panels .lab-title")
        return titles.all_text_contents()

    assert names() == ["loss", "wrong, in %"]
    replay.get_by_label("Logarithmic axes").uncheck()
    assert names() == ["loss", "right, in %"]
    marks = replay.locator(".lab-panels > svg").nth(1).locator(".lab-y")
    assert marks.all_text_contents() == ["20", "40", "60", "80"]


def test_replay_plays(open_widget):
    page = open_widget("training-replay", reduced_motion="no-preference")
    page.get_by_role("slider").wait_for()
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(2_500)
    assert reading(page) == "5 of 10"
    status = page.locator(NOW)
    assert status.get_attribute("aria-live") == "off"
    score = page.locator(".lab-diary [role=status]")
    assert score.get_attribute("aria-live") == "off"
    page.clock.run_for(20_000)
    assert reading(page) == "10 of 10"
    assert page.get_by_role("button", name="Play").is_visible()
    assert status.get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Play").click()  # from the start
    assert reading(page) == "0 of 10"
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(20_000)
    assert reading(page) == "0 of 10"


def test_replay_respects_reduced_motion(open_widget):
    page = open_widget("training-replay", reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    assert reading(page) == "10 of 10"


def test_replay_keeps_the_still_without_its_records(context_for, tiny_site):
    page = context_for().new_page()
    page.route("**/data/replay.json", lambda route: route.abort())
    page.goto(f"{tiny_site}/training-replay.html")
    note = page.get_by_text("The recorded runs could not be loaded")
    note.wait_for()
    assert page.get_by_text("Recorded runs of LeNet-5").is_visible()
    page.close()
