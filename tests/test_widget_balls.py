"""The ball chart, by mouse and by keyboard."""

import pytest
from book_tools import choose, press, text_of

pytest_plugins = ["tiny_book"]

WIDE = {"width": 1280, "height": 900}
STATUS = ".lab-ball-text"
FOCUSED = "document.activeElement.dataset.name"


@pytest.fixture
def chart(open_widget):
    page = open_widget("ball-chart", viewport=WIDE)
    page.locator(".lab-balls .lab-ball").first.wait_for()
    return page


def ball(page, name: str):
    return page.locator(f".lab-balls .lab-ball[data-name={name}]")


def pick(page, name: str) -> None:
    """A click on the middle of a ball, whatever lies over it."""
    mark = ball(page, name).locator(".lab-ball-mark")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)


def add(page, **fields: str) -> None:
    for name, value in fields.items():
        label = "Accuracy, %" if name == "Accuracy" else name
        page.get_by_role("textbox", name=label, exact=True).fill(value)
    page.get_by_role("button", name="Add to the chart").click()


def test_what_is_said_of_a_ball(chart):
    assert text_of(chart, STATUS) == (
        "ResNet-50: 76.13 % top-1, 4.09 billion MACs, "
        "25.6 million parameters. Better with less work (1): SE-ResNet-50. "
        "It beats VGG-16, VGG-19. Accuracy cited: TorchVision maintainers "
        "and contributors, 2016, crop of 224 pixels."
    )


def test_by_mouse(chart):
    pick(chart, "alexnet")
    text = text_of(chart, STATUS)
    assert text.startswith("AlexNet: 56.522 % top-1, 714 million MACs")
    better = "MobileNet v1, MobileNet v2, ShuffleNet v1, ShuffleNet v2"
    assert f"Better with less work (4): {better}." in text
    assert ball(chart, "alexnet").get_attribute("aria-pressed") == "true"
    pick(chart, "mobilenet_v2")
    assert "None shown here is better with less work." in text_of(
        chart, STATUS
    )


def test_by_keyboard(chart):
    # One tab stop: the chosen ball, after the six controls.
    chart.get_by_label("Frontier").focus()
    press(chart, "Tab")
    assert chart.evaluate(FOCUSED) == "resnet50"
    press(chart, "ArrowRight")  # the next one with more work
    assert chart.evaluate(FOCUSED) == "resnext50_32x4d"
    press(chart, "ArrowLeft", "ArrowLeft")
    assert chart.evaluate(FOCUSED) == "se_resnet50_paper"
    press(chart, "ArrowDown")  # the next one that is less accurate
    assert chart.evaluate(FOCUSED) == "resnext50_32x4d"
    press(chart, "ArrowUp", "ArrowUp")
    assert chart.evaluate(FOCUSED) == "resnet152"
    assert text_of(chart, STATUS).startswith("ResNet-152: 78.312 %")
    press(chart, "Tab")
    in_chart = "!!document.activeElement.closest('.lab-balls')"
    assert not chart.evaluate(in_chart)


def test_balls_stand_where_their_numbers_say(chart):
    def centre(name):
        circle = ball(chart, name).locator(".lab-ball-area")
        return [float(circle.get_attribute(k)) for k in ("cx", "cy", "r")]

    small, middle, large = map(
        centre, ("shufflenet_v2", "resnet50", "senet154")
    )
    # MACs on a logarithmic axis: equal ratios are equal distances.
    ratio = (large[0] - middle[0]) / (middle[0] - small[0])
    assert ratio == pytest.approx(0.4854, abs=1e-3)  # of the logarithms
    assert large[1] < middle[1] < small[1]
    # Areas are as parameters, 115 to 25.6 million; 3 digits are compared.
    assert (large[2] / middle[2]) ** 2 == pytest.approx(4.503, abs=1e-3)


def test_families(chart):
    assert chart.locator(".lab-balls .lab-ball").count() == 22
    for family in ("residual", "Inception"):
        chart.get_by_role("checkbox", name=family).uncheck()
    assert chart.locator(".lab-balls .lab-ball").count() == 8
    assert text_of(chart, STATUS) == "Choose a ball."
    # Among small and plain ones it is the best. VGG-16's ball lies over it.
    pick(chart, "vgg19")
    text = text_of(chart, STATUS)
    assert "None shown here is better with less work." in text
    chart.get_by_role("checkbox", name="plain").uncheck()
    chart.get_by_role("checkbox", name="small").uncheck()
    assert chart.locator(".lab-balls .lab-ball").count() == 0
    chart.get_by_role("checkbox", name="plain").check()
    assert chart.locator(".lab-balls .lab-ball").count() == 3


def test_measure_and_frontier(chart):
    before = ball(chart, "resnet50").get_attribute("aria-label")
    choose(chart, "Accuracy on ImageNet", "top5")
    assert text_of(chart, STATUS).startswith("ResNet-50: 92.862 % top-5")
    assert ball(chart, "resnet50").get_attribute("aria-label") != before
    assert chart.locator(".lab-frontier").count() == 1
    chart.get_by_label("Frontier").uncheck()
    assert chart.locator(".lab-frontier").count() == 0


def test_own_network(chart):
    add(chart, Name="tiny", MACs="100 M", Parameters="1.2 million",
        Accuracy="70")  # fmt: skip
    text = text_of(chart, STATUS)
    assert text.startswith(
        "tiny: 70 % top-1, 100 million MACs, 1.2 million parameters. "
        "None shown here is better with less work."
    )
    assert "ShuffleNet v1, ShuffleNet v2" in text
    assert text.endswith("Typed in by you.")
    assert chart.locator(".lab-balls .is-own").count() == 1
    # It was typed for top-1, so it is not on the chart of top-5.
    choose(chart, "Accuracy on ImageNet", "top5")
    assert chart.locator(".lab-balls .is-own").count() == 0
    choose(chart, "Accuracy on ImageNet", "top1")
    chart.get_by_role("button", name="Remove tiny").click()
    assert chart.locator(".lab-balls .is-own").count() == 0
    assert chart.evaluate("document.activeElement.name") == "title"


def test_own_network_by_keyboard(chart):
    chart.get_by_role("textbox", name="MACs", exact=True).focus()
    chart.keyboard.type("1e9")
    press(chart, "Tab")
    chart.keyboard.type("3000000")
    press(chart, "Tab")
    chart.keyboard.type("60")
    press(chart, "Enter")
    text = text_of(chart, STATUS)
    assert text.startswith("mine 1: 60 % top-1, 1 billion MACs, 3 million")
    assert "It beats" not in text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"MACs": "much"}, "MACs: type a number above 0"),
        ({"MACs": "0"}, "MACs: type a number above 0"),
        ({"Parameters": ""}, "Parameters: type a number above 0"),
        ({"Accuracy": "120"}, "Accuracy: type a number of percent"),
    ],
)
def test_own_numbers_that_cannot_be(chart, fields, problem):
    good = {"MACs": "1 G", "Parameters": "1 M", "Accuracy": "60"}
    add(chart, **(good | fields))
    assert text_of(chart, ".lab-ball-problem").startswith(problem)
    assert chart.locator(".lab-balls .is-own").count() == 0


def test_table(chart):
    chart.get_by_text("The same as a table").click()
    rows = chart.locator(".lab-ball-table tbody tr")
    assert rows.count() == 22
    cells = rows.first.locator("th, td").all_inner_texts()
    assert cells[:6] == [
        "SENet-154", "residual", "81.304", "20,688,363,520", "115,088,984",
        "none",
    ]  # fmt: skip
    chart.get_by_role("checkbox", name="residual").uncheck()
    assert rows.count() == 12


def test_data_that_does_not_come(open_widget, context_for):
    context = context_for(viewport=WIDE)
    context.route("**/balls.json", lambda route: route.fulfill(body="{"))
    page = open_widget("ball-chart", viewport=WIDE)
    page.get_by_text("The networks could not be fetched").wait_for()
    context.unroute("**/balls.json")
