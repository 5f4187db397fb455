"""A day that stands still, a browser that has answered, and the library for PDFs."""

import os
from copy import deepcopy

import pytest
import time_machine
from django.test import Client as Browser

from intake.models import Intake
from intake.pdf import make_pdf
from intake.questionnaire.draft import COOKIE
from tests.intake.answers import SINGLE, TODAY
from tests.intake.files import sign_draft


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY}T15:00:00-05:00", tick=False):
        yield


@pytest.fixture
def browser_of():
    """A function that gives a browser holding the draft of an intake."""

    def made(intake: Intake) -> Browser:
        browser = Browser()
        browser.cookies[COOKIE] = sign_draft(intake.token)
        return browser

    return made


@pytest.fixture
def result_of(browser_of):
    """A function that submits answers and gives a browser and the address of its result."""

    def made(answers):
        browser = browser_of(Intake.objects.create(answers=deepcopy(answers)))
        return browser, browser.post("/en/intake/check/")["Location"]

    return made


@pytest.fixture
def answered(db) -> Intake:
    """A draft with every question answered."""
    return Intake.objects.create(answers=deepcopy(SINGLE))


@pytest.fixture
def pango():
    """The library; a test that needs it fails without it, unless ALLOW_MISSING=1 leaves it out."""
    try:
        make_pdf.load_weasyprint()
    except make_pdf.PdfUnavailable:
        if os.environ.get("ALLOW_MISSING") == "1":
            pytest.skip("no Pango")
        raise
