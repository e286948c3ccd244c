"""The nbgrader settings of the course; `tools/course.py` copies them."""

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "cnnlab"
c.CourseDirectory.db_url = "sqlite:///gradebook.db"

# What a learner finds in place of a solution. A test cell that meets it stops
# with NotImplementedError and scores nothing.
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()"
}

# Seconds for one cell; one that runs longer is interrupted and scores nothing.
c.Execute.timeout = 60
