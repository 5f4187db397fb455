"""Being signed in without the pages that ask for it, which have tests of their own."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client as Browsing
from playwright.sync_api import Page

BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(page: Page, base: str, user: AbstractBaseUser) -> None:
    """Go on in this browser as somebody else who is signed in, from the next page on."""
    browser = Browsing()
    browser.force_login(user, backend=BACKEND)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])
