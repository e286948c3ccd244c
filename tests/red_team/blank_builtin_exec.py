"""Make `exec`, `eval` and `compile` do nothing for later cells.

class: blank or rewrite later cells
gain: points
nbgrader: works
"""

import builtins

builtins.exec = lambda *args, **kwargs: None
builtins.eval = lambda *args, **kwargs: None
