"""What the other tests in a browser rest on: axe, as they ask it, finds what is wrong, in light and in dark."""

from playwright.sync_api import Page

# In each scheme one paragraph can't be read and the other can; two have the same colours, which axe reads once.
FAINT = """<!doctype html><html lang="en"><title>Faint</title><style>
:root { color-scheme: light dark }
body { color: black; background: white }
.pale { color: rgb(200, 200, 200) }
.deep { color: rgb(60, 60, 60) }
@media (prefers-color-scheme: dark) { body { color: white; background: black } }
</style><main><h1>Faint</h1><p class="pale">One</p><p class="pale">Two</p><p class="deep">Three</p></main></html>"""


def test_axe_finds_what_is_faint_in_light_and_in_dark_and_each_time_anew(page: Page, violations):
    page.set_content(FAINT)
    pale = ['<p class="pale">One</p>', '<p class="pale">Two</p>']
    deep = ['<p class="deep">Three</p>']
    for _ in range(2):
        found = [one.partition("color-contrast: ")[2] for one in violations(page)]
        assert found == [*pale, *deep]
    page.evaluate("document.querySelector('.deep').className = 'pale'")
    assert len(violations(page, dark=False)) == 3
    assert violations(page, colours=False) == []
