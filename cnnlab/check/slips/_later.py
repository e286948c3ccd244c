"""A slip is computed when a result is wrong, which it mostly is not."""

from collections.abc import Callable
from functools import partial, wraps


def later(function: Callable) -> Callable[..., Callable]:
    """Put the work off until a result is wrong."""

    @wraps(function)
    def prepare(*args: object, **kwargs: object) -> Callable:
        return partial(function, *args, **kwargs)

    return prepare
