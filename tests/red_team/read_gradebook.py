"""Read the sources of test cells in the gradebook.

class: read source/
gain: read
nbgrader: works
"""

import sqlite3

with sqlite3.connect("file:@COURSE@/gradebook.db?mode=ro", uri=True) as book:
    for (source,) in book.execute("SELECT source FROM source_cell"):
        print(source)
