"""An exception whose class, text and traceback are programs.

class: exception tricks
gain: points
nbgrader: fails: IPython shows some error in any case
"""


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit

    def __instancecheck__(cls, other):
        return True


class Liar(BaseException, metaclass=Meta):
    def __str__(self):
        raise Liar

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise Liar


def double(x):
    raise Liar
