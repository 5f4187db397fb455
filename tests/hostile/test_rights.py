"""Nobody comes by more rights than they were given."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db.models import PROTECT
from django.test import Client as Browser

from intake.account.adapter import get_or_create_account
from intake.models import Client, RowChange, StageMove

pytestmark = pytest.mark.django_db
LOGIN = "/staff/login/"
ACCOUNTS = ("view_user", "add_user", "change_user", "delete_user")
OTHERS = [
    f"{act}_{model}" for act in ("view", "add", "change", "delete") for model in ("group", "authenticator", "licence")
]
# Where nobody stands there, the client did it, or the site.
WHO = {"by", "done_by", "closed_by"}
PASSWORDS = {"password1": "an altogether new one", "password2": "an altogether new one", "usable_password": "true"}


def member(name="mallory", *permissions, **fields):
    user = User.objects.create_user(name, password="a long enough one", is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def browser_of(user):
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def mallory():
    """Whoever may do all that there is to do with accounts, and is no superuser."""
    return member("mallory", *ACCOUNTS, *OTHERS)


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss", password="a long enough one", email="boss@example.org")


def posted(user, **changes):
    """The form of an account as its page would send it."""
    return {
        "username": user.username,
        "first_name": "",
        "last_name": "",
        "email": user.email,
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        "licence-TOTAL_FORMS": 1,
        "licence-INITIAL_FORMS": 0,
        "licence-0-number": "R999999",
        "licence-0-user": user.pk or "",
    } | changes


def test_who_may_change_accounts_makes_nobody_a_superuser_nor_gives_permissions(mallory):
    publishers = Group.objects.create(name="publishers")
    everything = list(Permission.objects.values_list("pk", flat=True))
    form = posted(
        mallory, is_superuser="on", is_staff="on", is_active="on", groups=publishers.pk, user_permissions=everything
    )
    had = set(mallory.user_permissions.all())
    assert browser_of(mallory).post(f"/staff/auth/user/{mallory.pk}/change/", form).status_code == 302
    mallory.refresh_from_db()
    assert not mallory.is_superuser
    assert set(mallory.user_permissions.all()) == had
    assert not mallory.groups.exists()
    assert not hasattr(mallory, "licence")


def test_who_may_change_accounts_still_changes_names(mallory):
    browser_of(mallory).post(f"/staff/auth/user/{mallory.pk}/change/", posted(mallory, first_name="Mal"))
    mallory.refresh_from_db()
    assert mallory.first_name == "Mal"


def test_a_superusers_account_and_anybodys_password_are_a_superusers_business(mallory, boss):
    colleague = member("rosa")
    browser = browser_of(mallory)
    assert browser.post(f"/staff/auth/user/{boss.pk}/change/", posted(boss, email="m@example.org")).status_code == 403
    for account in (boss, colleague):
        assert browser.post(f"/staff/auth/user/{account.pk}/password/", PASSWORDS).status_code == 403
        assert browser.post(f"/staff/auth/user/{account.pk}/delete/", {"post": "yes"}).status_code == 403
        account.refresh_from_db()
        assert account.check_password("a long enough one")
    browser.post("/staff/auth/user/", {"action": "delete_selected", "_selected_action": [boss.pk], "post": "yes"})
    assert User.objects.get(pk=boss.pk).email == "boss@example.org"


def test_a_new_account_made_by_who_may_add_accounts_opens_nothing(mallory):
    form = posted(User(username="straw"), is_staff="on", is_superuser="on", **PASSWORDS)
    browser_of(mallory).post("/staff/auth/user/add/", form)
    straw = User.objects.get(username="straw")
    assert (straw.is_staff, straw.is_superuser) == (False, False)


def test_groups_are_a_superusers_business(mallory, boss):
    group = Group.objects.create(name="all of us")
    mallory.groups.add(group)
    form = {"name": "all of us", "permissions": list(Permission.objects.values_list("pk", flat=True))}
    assert browser_of(mallory).post(f"/staff/auth/group/{group.pk}/change/", form).status_code == 403
    assert browser_of(mallory).post("/staff/auth/group/add/", form).status_code == 403
    assert not group.permissions.exists()
    assert browser_of(boss).post(f"/staff/auth/group/{group.pk}/change/", form).status_code == 302
    assert group.permissions.exists()


def test_the_secret_of_a_second_factor_is_shown_to_nobody_and_taken_away_by_superusers_alone(mallory, boss):
    secret = generate_totp_secret()
    kept = TOTP.activate(boss, secret).instance
    for user in (mallory, boss):
        page = browser_of(user).get(f"/staff/mfa/authenticator/{kept.pk}/change/")
        assert page.status_code == 200
        for telling in (secret, kept.data["secret"]):
            assert telling not in page.content.decode()
    assert browser_of(mallory).post(f"/staff/mfa/authenticator/{kept.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser_of(boss).post(f"/staff/mfa/authenticator/{kept.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_the_database_holds_the_secret_encrypted_and_a_new_key_reads_what_an_old_one_wrote(boss, settings):
    settings.FACTOR_KEYS = ["an old key of more than thirty-two letters"]
    secret = generate_totp_secret()
    kept = TOTP.activate(boss, secret).instance
    assert secret not in json.dumps(Authenticator.objects.values_list("data", flat=True).get())
    settings.FACTOR_KEYS = ["a new key of more than thirty-two letters", *settings.FACTOR_KEYS]
    assert decrypt(kept.data["secret"]) == secret
    settings.FACTOR_KEYS = settings.FACTOR_KEYS[:1]
    with pytest.raises(InvalidToken):
        decrypt(kept.data["secret"])


def test_a_stranger_who_guesses_does_not_lock_the_name_for_its_owner(broker):
    right = {"username": "rosa", "password": "a long enough one"}
    member("rosa")
    stranger, owner = Browser(REMOTE_ADDR="203.0.113.9"), Browser(REMOTE_ADDR="198.51.100.7")
    for _ in range(6):
        stranger.post(LOGIN, right | {"password": "guessed"})
    assert "Too many failed login attempts" in stranger.post(LOGIN, right).content.decode()
    assert owner.post(LOGIN, right)["Location"] == "/staff/"


def test_applicants_are_not_among_the_accounts_of_staff(boss):
    applicant = get_or_create_account("somebody@example.org")
    browser = browser_of(boss)
    assert "somebody@example.org" not in browser.get("/staff/auth/user/").content.decode()
    assert "boss@example.org" in browser.get("/staff/auth/user/").content.decode()
    assert browser.get(f"/staff/auth/user/{applicant.pk}/change/").status_code == 302


def test_an_account_that_acted_in_a_file_is_switched_off_and_not_deleted(boss):
    """Without its account an act would be the client's own in the file's history, for evermore."""
    rosa, unused = member("rosa"), member("unused")
    client = Client.objects.create(email="ana@example.org", name="Ana Souza", stage="contacted")
    move = StageMove.objects.create(client=client, was="new", stage="contacted", by=rosa)
    change = RowChange.objects.create(client=client, model="client", by=rosa, was={"town": ""}, now={"town": "Calgary"})
    chosen = {"action": "delete_selected", "_selected_action": [rosa.pk], "post": "yes"}
    for address, form in ((f"/staff/auth/user/{rosa.pk}/delete/", {"post": "yes"}), ("/staff/auth/user/", chosen)):
        browser_of(boss).post(address, form)
        move.refresh_from_db()
        change.refresh_from_db()
        assert (move.by, change.by) == (rosa, rosa)
    browser_of(boss).post(f"/staff/auth/user/{unused.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=unused.pk).exists()


@pytest.mark.quick
def test_no_record_of_what_was_done_forgets_who_did_it():
    """A record in which nobody stands for the client keeps the account that it names."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    who = [field for field in fields if field.name in WHO and field.related_model is User]
    assert len(who) > 10
    assert [str(field) for field in who if field.remote_field.on_delete is not PROTECT] == []
