"""A client's file with a result, and the browser of the person whose file it is."""

from uuid import UUID

from django.http import HttpResponse
from django.test import Client as Browser

from intake.account.adapter import get_or_create_account
from intake.assessments.submission import build_assessment
from intake.models import Client, Intake
from intake.questionnaire.draft import COOKIE, remember
from tests.intake.answers import SINGLE, TODAY, flow

FILE = "/en/my-file/"


def sign_draft(token: UUID) -> str:
    """The cookie's value by which a browser finds its draft, as the site sets it."""
    return str(remember(HttpResponse(), token).cookies[COOKIE].value)


def signed_in(email):
    """A browser in which the person with this address is signed in."""
    browser = Browser()
    browser.force_login(get_or_create_account(email), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def with_result(email, **others):
    """A client with answers and one result."""
    contact = {"email": email, "name": "Amara Secret", "language": "en", "alerts": "on"}
    answers = SINGLE | {"contact": contact} | others
    client = Client.objects.create(email=email, name="Amara Secret")
    made = build_assessment(flow(answers), TODAY)
    made.client, made.intake = client, Intake.objects.create(answers=answers, client=client)
    made.save()
    Client.objects.filter(pk=client.pk).update(facts=made.facts)
    client.refresh_from_db()
    return client, made


def page(mine, path=""):
    """The page's text."""
    return mine.get(FILE + path).content.decode(errors="replace")
