"""What tests of pages leave out for speed, they leave out alike."""

import book_tools

pytest_plugins = ["tiny_book"]

ROW = "<tr><td><code>{}</code></td><td>1</td></tr>"
TABLE = """<!doctype html><html lang="en"><title>x</title><body><main>
<table class="lab-results"><thead><tr><th scope="col">a</th>
<th scope="col">b</th></tr></thead><tbody>{}</tbody></table>
<table><tbody>{}</tbody></table></main></body></html>"""


def test_of_rows_alike_three_are_read(chromium):
    alike = [ROW.format(number) for number in range(9)]
    other = "<tr><td><img src='data:,'></td><td>1</td></tr>"
    page = chromium.new_page()
    page.set_content(TABLE.format("".join([*alike, other]), "".join(alike)))
    found = book_tools.violations(page, "main")
    rows = page.locator("table.lab-results tbody tr")
    assert rows.locator("code").all_inner_texts() == ["0", "1", "2"]
    assert rows.count() == 4  # the one of another make is kept, and found
    assert any(line.startswith("light: image-alt") for line in found)
    assert page.locator("table:not(.lab-results) tr").count() == len(alike)
    page.close()
