"""Grade hundreds of notebooks of strangers: fair, safe, in parallel.

The test cells of an exercise run here, in a process of ours (the *referee*).
The student's cells run in a *box*, a process that sees no file of the course,
no other student and no network. A function of the student's is, out here, a
proxy that sends arrays and numbers in and takes arrays and numbers out. So
nothing inside can read a hidden test, and nothing inside can say "passed".

| module | what it does |
|---|---|
| `course` | finds assignments and submissions in nbgrader's folders |
| `notebook`, `repair` | reads what a stranger calls a notebook; mends it |
| `assignment` | cells, points and limits, from the instructor's notebook |
| `box`, `jail`, `watch` | the box, what closes it, who watches it |
| `inside`, `wire` | the program in the box, and what may cross its border |
| `proxy`, `referee` | answers as seen from outside; one submission's run |
| `pool`, `run` | many submissions on threads or on a Dask cluster; resuming |
| `gradebook`, `grades`, `feedback`, `summary` | what comes of the results |
"""
