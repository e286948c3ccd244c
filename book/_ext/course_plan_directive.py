"""The tables of `course_plan` on the page."""

from posixpath import dirname, relpath

from course_plan import BOOK, EXERCISES, TOPICS, Plan
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective


class CourseTable(SphinxDirective):
    """A table that is made as Markdown; what is wrong stops the build."""

    def run(self) -> list[nodes.Node]:
        folder = dirname(self.env.docname)
        found = {relpath(name, folder or ".") for name in self.env.found_docs}
        for path in (TOPICS, *EXERCISES.glob("*/exercise.toml")):
            self.env.note_dependency(str(path))
        for path in BOOK.glob("*.md"):
            self.env.note_dependency(str(path))
        try:
            markdown = self.markdown(Plan(found))
        except ValueError as error:
            raise self.error(f"{self.name}: {error}") from error
        holder = nodes.Element()
        lines = StringList(markdown.splitlines(), self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, holder)
        return holder.children


class CoursePlan(CourseTable):
    has_content = True

    def markdown(self, plan: Plan) -> str:
        return plan.weeks("\n".join(self.content))


class LectureMap(CourseTable):
    required_arguments = 1

    def markdown(self, plan: Plan) -> str:
        return plan.lecture(self.arguments[0])
