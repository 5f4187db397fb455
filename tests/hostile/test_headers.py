"""Every answer says what it may do in the browser and who may load it; after a sign-out nothing of a person stays.

The public pages are all looked at in `tests/config/test_queries.py`.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client as Browser

from config.middleware.security_headers import AFTER_SIGN_OUT, HEADERS
from tests.intake.files import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ANSWERS = [
    "/",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
    "/en/nothing-here/",
    "/en/my-file/",
    "/staff/",
    "/staff/login/",
]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_has_the_headers(address):
    answer = Browser().get(address)
    assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize("address", ["/en/sign-out/", "/en/clear/"])
def test_a_sign_out_clears_what_the_browser_keeps(address):
    browser = signed_in("kim@example.org")
    assert "Clear-Site-Data" not in browser.get(address).headers
    assert browser.post(address).headers["Clear-Site-Data"] == AFTER_SIGN_OUT


def test_the_sign_out_of_staff_clears_it_too():
    browser = Browser()
    browser.force_login(User.objects.create_superuser("rosa", password="long enough"))
    assert browser.post("/staff/logout/").headers["Clear-Site-Data"] == AFTER_SIGN_OUT
