"""Press what leads to another page, and wait until that page is there."""

from playwright.sync_api import Locator


def press(control: Locator) -> None:
    """A link or a button; a click alone returns while the next page is still being read in."""
    with control.page.expect_navigation():
        control.click()
