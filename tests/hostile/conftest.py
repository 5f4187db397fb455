"""What attacks share: a browser that holds a draft."""

from tests.intake.conftest import browser_of  # noqa: F401
