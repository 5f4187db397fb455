"""Somebody who fills in answers under another's address keeps a cookie; after the claim it opens nothing."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from intake.account import claim_draft, confirm_email
from intake.account.change_email import move_file
from intake.models import Assessment, Client, Intake
from intake.questionnaire import draft
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in

pytestmark = pytest.mark.django_db
VICTIM = "victim@example.org"
SECRET = "Victoria Secretive"


@pytest.fixture
def planted(browser_of):
    """A browser that filled in answers with the victim's address, and what it submitted."""
    contact = {"name": SECRET, "email": VICTIM, "language": "en"}
    intake = Intake.objects.create(answers=SINGLE | {"contact": contact})
    attacker = browser_of(intake)
    attacker.post("/en/intake/check/")
    return attacker, Assessment.objects.get()


def claim_by_link(made):
    """The victim presses the button of the message."""
    confirm_email.confirm_submission(made, ip=None)


def claim_by_signing_in(made):
    """The victim signs in and says that the answers are theirs."""
    claim_draft.claim_intake(claim_draft.get_client_in_use(VICTIM), made.intake, ip=None)


CLAIMS = [pytest.param(claim_by_link, id="by the link"), pytest.param(claim_by_signing_in, id="at sign-in")]


def addresses_of(made):
    """Every page that shows answers, the result or scenarios of a browser's draft."""
    pages = ["marital-status", "contact", "jobs", "check", "saved", "so-far"]
    results = ["result", "result_pdf", "calendar", "worksheet", "worksheet_pdf", "what_if", "scenarios", "resend"]
    yield from (f"/en/intake/{page}/" for page in pages)
    yield "/en/start/"
    yield from (reverse(f"intake:{name}", args=[made.reference]) for name in results)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_old_cookie_reads_nothing_of_a_claimed_file(planted, claim):
    attacker, made = planted
    assert SECRET in attacker.get("/en/intake/contact/").content.decode()
    assert attacker.get(reverse("intake:result", args=[made.reference])).status_code == 200
    claim(made)
    for address in addresses_of(made):
        answer = attacker.get(address)
        assert answer.status_code in (200, 302, 404), address
        told = answer.content.decode(errors="replace")
        assert [word for word in (SECRET, VICTIM) if word in told] == [], address


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_old_cookie_writes_nothing_into_a_claimed_file(planted, claim):
    attacker, made = planted
    claim(made)
    before = Client.objects.get(email=VICTIM).intakes.values("answers", "mistakes").get()
    attacker.post("/en/intake/marital-status/", {"marital_status": "widowed"})
    attacker.post("/en/intake/check/")
    attacker.post(reverse("intake:what_if", args=[made.reference]), {"keep": "x"})
    victim = Client.objects.get(email=VICTIM)
    assert victim.intakes.values("answers", "mistakes").get() == before
    assert victim.assessments.count() == 1


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_open_form_of_before_the_claim_writes_nothing(planted, claim, settings):
    """The form carries the draft's token signed, for browsers that lose their cookies."""
    _attacker, made = planted
    ticket = draft.sign_token(made.intake_id)
    claim(made)
    bare = Browser(enforce_csrf_checks=True)
    bare.post(
        "/en/intake/marital-status/",
        {draft.FORM: ticket, "marital_status": "widowed"},
        headers={"origin": "http://testserver"},
    )
    assert Client.objects.get(email=VICTIM).intakes.get().mistakes == {}


def test_a_browser_of_the_owner_that_signed_out_opens_nothing(planted):
    _attacker, made = planted
    claim_by_link(made)
    owner = signed_in(VICTIM)
    owner.post("/en/my-file/go-on/")
    assert SECRET in owner.get("/en/intake/contact/").content.decode()
    session = owner.cookies.pop("sessionid")
    assert session
    assert SECRET not in owner.get("/en/intake/contact/").content.decode()
    assert owner.get(reverse("intake:result", args=[made.reference])).status_code == 404


def post_without_csrf(browser):
    """Type into a question whose form has lost its token, as a page of ours sends it."""
    typed = {"marital_status": "widowed"}
    return browser.post("/en/intake/marital-status/", typed, headers={"origin": "http://testserver"})


def test_a_form_that_lost_its_token_is_kept_for_the_owners_session_alone(planted):
    _attacker, made = planted
    claim_by_link(made)
    owner = signed_in(VICTIM)
    owner.post("/en/my-file/go-on/")
    owner.handler.enforce_csrf_checks = True
    assert "lost=1" in post_without_csrf(owner)["Location"]
    mine = Client.objects.get(email=VICTIM).intakes
    assert mine.get().mistakes["marital-status"]["marital_status"] == "widowed"
    mine.update(mistakes={})
    # Signed out, the cookie of the draft stays in the browser, and the next person sits down.
    owner.cookies.pop("sessionid")
    answer = post_without_csrf(owner)
    assert answer["Location"].startswith("/en/sign-in/?next=%2Fen%2Fintake%2Fmarital-status%2F")
    assert mine.get().mistakes == {}
    stranger = signed_in("stranger@example.org")
    stranger.handler.enforce_csrf_checks = True
    stranger.cookies[draft.COOKIE] = owner.cookies[draft.COOKIE].value
    assert post_without_csrf(stranger)["Location"].startswith("/en/sign-in/")
    assert mine.get().mistakes == {}


def test_after_another_address_no_old_cookie_opens_the_file(planted, browser_of):
    _attacker, made = planted
    claim_by_link(made)
    old = browser_of(Client.objects.get(email=VICTIM).intakes.get())
    move_file(Client.objects.get(email=VICTIM), "elsewhere@example.org")
    held = Client.objects.get(email="elsewhere@example.org").intakes.get()
    assert str(held.token) not in str(old.cookies)
    assert SECRET not in old.get("/en/intake/contact/").content.decode()


def test_the_owner_goes_on_in_the_browser_in_which_they_signed_in(planted):
    _attacker, made = planted
    claim_by_signing_in(made)
    owner = signed_in(VICTIM)
    assert owner.post("/en/my-file/go-on/").status_code == 302
    assert SECRET in owner.get("/en/intake/contact/").content.decode()
    assert owner.get(reverse("intake:result", args=[made.reference])).status_code == 200
