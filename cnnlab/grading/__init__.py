"""Grade hundreds of notebooks of strangers: fair, safe, in parallel.

The test cells of an exercise run here, in a process of ours (the *referee*).
The student's cells run in a *box*, a process that sees no file of the course,
no other student and no network. A function of the student's is, out here, a
proxy that sends arrays and numbers in and takes arrays and numbers out. So
nothing inside can read a hidden test, and nothing inside can say "passed".

| module | what it does |
|---|---|
| `command`, `run` | the command line; one run: find, grade, write, resume |
| `course`, `nbcourse` | submissions and settings, where nbgrader has them |
| `assignment`, `preflight` | cells, points, limits; the instructor's own try |
| `notebook`, `match`, `repair` | reads what a stranger calls a notebook |
| `pool`, `worker` | many at once, on threads or on a Dask cluster |
| `referee`, `session`, `testcell` | one submission's run, cell by cell |
| `proxy`, `wire` | answers seen from outside; what may cross the border |
| `box`, `jail`, `syscalls`, `watch` | the box, its walls, its watch |
| `inside`, `cells`, `looks` | the program in the box |
| `journal`, `gradebook`, `rows`, `database`, `autograded` | what is kept |
| `grades`, `feedback`, `summary`, `suspect` | what people read |
"""
