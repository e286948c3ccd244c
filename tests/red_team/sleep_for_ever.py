"""Use no processor time at all, and never return.

class: endless loops in Python
gain: harm
nbgrader: fails: its time limit for a cell interrupts this one
"""

import threading

threading.Event().wait()
