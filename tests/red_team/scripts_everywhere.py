"""Scripts in names, outputs, errors and text, for the feedback page.

class: scripts in outputs that run in the feedback page
gain: script
nbgrader: works
"""

from IPython.display import HTML, display

BAD = "<script>alert('red')</script><img src=x onerror=\"alert('red')\">"
print(BAD)
print("\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07 \u202e")
display(HTML(BAD))


class Bad(Exception):  # noqa: N818
    pass


Bad.__name__ = BAD


def double(x):
    print(BAD)
    raise Bad(BAD + "</pre></body>{{ 7 * 7 }}")


def smooth(x, k):
    return BAD


smooth.__name__ = BAD
HTML(BAD)
