"""The ledger widget, by mouse and by keyboard."""

import pytest
from book_tools import PHONE, choose, press, text_of

pytest_plugins = ["tiny_book"]


@pytest.fixture
def lenet(open_widget):
    """LeNet-5, without what an earlier test has left in the browser."""
    page = open_widget("ledger", viewport=PHONE)
    page.evaluate("localStorage.removeItem('cnnlab-progress')")
    page.reload()
    cell(page, "block1.conv", "output").wait_for()
    return page


def cell(page, row: str, name: str):
    return page.get_by_label(f"{row}, {name}", exact=True)


def enter(page, row: str, name: str, text: str) -> str:
    """Type into a cell; what is said of it."""
    cell(page, row, name).fill(text)
    cell(page, row, name).press("Enter")
    return text_of(page, ".lab-widget > [role=status]")


def own(page) -> None:
    choose(page, "Network", "own")
    page.get_by_role("button", name="Remove all layers").click()


def add(page, kind: str, **fields: str) -> None:
    choose(page, "Layer", kind)
    for name, value in fields.items():
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Add the layer").click()


def is_locked(box) -> bool:
    return box.evaluate("box => box.readOnly")


def test_a_right_cell_locks_and_says_why(lenet):
    said = enter(lenet, "block1.conv", "output", "6x28x28")
    assert said == (
        "block1.conv, output: Right: 28 + 2·2 − 5 + 1 = 28; "
        "6 filters give 6 channels."
    )
    box = cell(lenet, "block1.conv", "output")
    assert is_locked(box)
    assert box.input_value() == "6×28×28"
    assert box.get_attribute("aria-invalid") == "false"
    said = enter(lenet, "block1.conv", "parameters", "6*(1*5*5 + 1)")
    assert said.endswith("Right: 6·(1·5·5 + 1) = 156.")
    said = enter(lenet, "block1.conv", "MACs", "117,600")
    assert said.endswith("Right: 6·28·28 · 1·5·5 = 117,600.")
    assert text_of(lenet, ".lab-ledger-sums") == (
        "3 of 24 cells. Parameters so far: 156. MACs so far: 117,600."
    )


@pytest.mark.parametrize(
    ("row", "name", "text", "slip"),
    [
        ("block1.conv", "parameters", "150", "The biases are forgotten"),
        ("block1.conv", "output", "6 26 26", "The padding is counted once"),
        ("block1.conv", "output", "6x24x24", "The padding of 2 is forgotten"),
        ("block1.conv", "output", "(28, 28)", "The channels are forgotten"),
        ("block1.conv", "output", "28x28x6", "Right, but channels come first"),
        ("block1.conv", "output", "4704", "That is how many numbers come out"),
        ("block2.conv", "parameters", "416", "a slice for each channel"),
        ("block2.conv", "output", "6x10x10", "6 are the channels that go in"),
        ("block2.conv", "MACs", "240000*2", "are one, not two"),
        ("block2.conv", "MACs", "470400", "Count the places of the output"),
        ("block2.conv", "MACs", "241600", "Biases are not counted here"),
        ("block2.conv", "MACs", "5", "Too few, and no slip"),
        ("block2.conv", "parameters", "6·2416", "Exactly 6 times too many"),
        ("block2.pool", "parameters", "4", "no weights in it"),
        ("flatten", "output", "16x5x5", "now multiply"),
        ("flatten", "output", "80", "One of the three factors"),
        ("fc1", "parameters", "48000", "one for each unit"),
        ("fc1", "output", "400", "That is how many numbers go in"),
        ("fc1", "MACs", "many", "Type a whole number"),
        ("fc1", "output", "x", "Write it as 6×28×28"),
    ],
)
def test_a_wrong_cell_names_the_slip(lenet, row, name, text, slip):
    said = enter(lenet, row, name, text)
    assert slip in said
    box = cell(lenet, row, name)
    assert not is_locked(box)
    assert box.get_attribute("aria-invalid") == "true"
    note = box.get_attribute("aria-describedby")
    assert slip in lenet.locator(f"#{note}").inner_text()
    assert text_of(lenet, ".lab-ledger-sums").startswith("0 of 24")


def test_macs_that_follow_from_a_wrong_shape(lenet):
    enter(lenet, "block2.conv", "output", "16x12x12")
    said = enter(lenet, "block2.conv", "MACs", "16*12*12*6*5*5")
    assert "That follows from your output" in said


def test_keys(lenet):
    cell(lenet, "block1.conv", "output").focus()
    lenet.keyboard.type("6x28x28")
    press(lenet, "Enter")  # right: on to the next open cell
    name = "document.activeElement.getAttribute('aria-label')"
    assert lenet.evaluate(name) == "block1.conv, parameters"
    lenet.keyboard.type("150")
    press(lenet, "Enter")  # wrong: stay
    assert lenet.evaluate(name) == "block1.conv, parameters"
    press(lenet, "ArrowLeft")  # within the text
    assert lenet.evaluate(name) == "block1.conv, parameters"
    press(lenet, "Home", "ArrowLeft")
    assert lenet.evaluate(name) == "block1.conv, output"
    press(lenet, "ArrowDown", "ArrowDown")
    assert lenet.evaluate(name) == "block2.conv, output"
    lenet.keyboard.type("16x10x10")
    press(lenet, "Shift+Tab")  # leaving a cell checks it
    assert is_locked(cell(lenet, "block2.conv", "output"))
    assert lenet.evaluate(name) == "block1.pool, MACs"
    press(lenet, "Tab")  # what is locked is passed over
    assert lenet.evaluate(name) == "block2.conv, parameters"


def test_show_and_start_again(lenet):
    show = lenet.get_by_role("button", name="Show this cell")
    assert show.get_attribute("aria-disabled") == "true"
    cell(lenet, "fc2", "parameters").click()
    show.click()
    assert cell(lenet, "fc2", "parameters").input_value() == "10,164"
    lenet.get_by_role("button", name="Show all of these rows").click()
    assert text_of(lenet, ".lab-ledger-sums") == (
        "LeNet-5 as commonly written, all of it: 61,706 parameters, "
        "416,520 MACs. Most parameters: fc1, 78 % of them. "
        "Most MACs: block2.conv, 58 % of them. Shown to you: 24."
    )
    lenet.get_by_role("button", name="Start again").click()
    assert cell(lenet, "fc2", "parameters").input_value() == ""
    assert text_of(lenet, ".lab-ledger-sums").startswith("0 of 24")


def test_right_cells_are_remembered(lenet):
    enter(lenet, "fc3", "output", "10")
    enter(lenet, "fc3", "parameters", "840")  # wrong
    cell(lenet, "fc3", "MACs").click()
    lenet.get_by_role("button", name="Show this cell").click()
    record = "JSON.parse(localStorage.getItem('cnnlab-progress')).ledger"
    assert lenet.evaluate(record) == {"lenet5/fc3/shape": True}
    lenet.reload()
    assert is_locked(cell(lenet, "fc3", "output"))
    assert not is_locked(cell(lenet, "fc3", "MACs"))
    lenet.get_by_role("button", name="Start again").click()
    assert lenet.evaluate(record) == {}
    assert not is_locked(cell(lenet, "fc3", "output"))


def test_a_cell_is_judged_when_its_network_is_left(lenet):
    cell(lenet, "fc3", "output").fill("10")
    choose(lenet, "Network", "own")
    choose(lenet, "Network", "lenet5")
    assert is_locked(cell(lenet, "fc3", "output"))


def test_a_long_network_comes_in_parts(lenet):
    enter(lenet, "fc3", "output", "10")
    choose(lenet, "Network", "resnet18")
    assert lenet.locator(".lab-ledger-layer").count() == 10
    choose(lenet, "Layers", "1")
    row = lenet.get_by_role("row").filter(has_text="conv4_x.0.shortcut")
    assert "goes in: 128×28×28" in row.inner_text()
    said = enter(lenet, "conv4_x.0.shortcut.conv", "parameters", "32768")
    assert "Right: 256·128 = 32,768." in said
    for part in "0", "1":
        choose(lenet, "Layers", part)
        lenet.get_by_role("button", name="Show all of these rows").click()
    assert "11,689,512 parameters, 1,814,073,344 MACs" in text_of(
        lenet, ".lab-ledger-sums"
    )
    choose(lenet, "Network", "lenet5")  # what was typed is still there
    assert is_locked(cell(lenet, "fc3", "output"))


def test_own_network_by_mouse(lenet):
    own(lenet)
    lenet.get_by_label("Goes in").fill("4x11x7")
    lenet.get_by_label("Goes in").press("Tab")
    add(lenet, "conv", Filters="6", Kernel="3x2", Stride="3", Padding="2",
        Groups="2")  # fmt: skip
    add(lenet, "flatten")
    add(lenet, "linear", Units="5")
    assert "Right" in enter(lenet, "conv1", "output", "6x5x4")
    assert "2 groups" in enter(lenet, "conv1", "parameters", "6*(4*6+1)")
    assert "Right" in enter(lenet, "conv1", "parameters", "6*(2*6+1)")
    assert "Right" in enter(lenet, "fc1", "parameters", "5*(120+1)")
    lenet.get_by_role("button", name="Remove flatten").click()
    row = lenet.get_by_role("row").filter(has_text="fc1")
    assert "put a flatten before it" in row.inner_text()
    focused = "document.activeElement.getAttribute('aria-label')"
    assert lenet.evaluate(focused) == "Remove fc1"


def test_own_network_by_keyboard(lenet):
    own(lenet)
    lenet.get_by_role("combobox", name="Layer", exact=True).focus()
    lenet.keyboard.type("pool")
    press(lenet, "Tab")
    lenet.keyboard.type("5")
    press(lenet, "Enter")
    assert lenet.locator(".lab-ledger-layer b").all_inner_texts() == ["pool1"]
    assert "Right" in enter(lenet, "pool1", "output", "3x14x14")


def test_own_layers_that_do_not_fit(lenet):
    own(lenet)
    status = ".lab-ledger-own-status"
    add(lenet, "conv", Groups="2")
    assert "cannot be divided by the groups" in text_of(lenet, status)
    add(lenet, "conv", Groups="1", Kernel="40")
    assert text_of(lenet, status).startswith("The kernel does not fit")
    add(lenet, "conv", Kernel="0")
    assert text_of(lenet, status).startswith("Kernel must be a whole number")
    add(lenet, "linear")
    assert "put a flatten before it" in text_of(lenet, status)
    assert lenet.locator(".lab-ledger-layer").count() == 0
    lenet.get_by_label("Goes in").fill("three")
    lenet.get_by_label("Goes in").press("Tab")
    assert text_of(lenet, status).startswith("Write what goes in as")


def test_without_the_networks_ones_own_is_there(open_widget, context_for):
    context = context_for(viewport=PHONE)
    context.route("**/networks.json", lambda route: route.fulfill(body="{}"))
    page = open_widget("ledger", viewport=PHONE)
    sums = page.locator(".lab-ledger-sums")
    sums.get_by_text("could not be fetched").wait_for()
    cell(page, "conv1", "output").wait_for()
    context.unroute("**/networks.json")
