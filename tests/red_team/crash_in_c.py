"""Write to address 0.

class: os._exit
gain: harm
nbgrader: works
"""

import ctypes

ctypes.memset(0, 1, 1)
