"""The key that encrypts second factors, and the one that signs, can be replaced."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import signing
from django.core.management import CommandError, call_command

from config.staff.second_factors import SecondFactorAdapter
from intake.webhooks import signing as webhooks
from tests.intake.receiver import add_receiver

OLD, NEW = "an old key of forty letters and some more", "a new key of forty letters and a few more"


@pytest.fixture
def factor(db, settings) -> Authenticator:
    """An authenticator app that was enrolled under the old key."""
    settings.FACTOR_KEYS = [OLD]
    user = User.objects.create_user("sam")
    return Authenticator.objects.create(
        user=user, type="totp", data={"secret": SecondFactorAdapter().encrypt("s3cret")}
    )


def test_after_encrypt_factors_the_old_key_can_go(factor, settings):
    settings.FACTOR_KEYS = [NEW, OLD]
    call_command("encrypt_factors")
    settings.FACTOR_KEYS = [NEW]
    factor.refresh_from_db()
    assert SecondFactorAdapter().decrypt(factor.data["secret"]) == "s3cret"


def test_the_secret_of_a_webhook_is_encrypted_anew_too(factor, settings):
    receiver = add_receiver("https://desk.example/", secret="whsec_a")
    settings.FACTOR_KEYS = [NEW, OLD]
    call_command("encrypt_factors")
    settings.FACTOR_KEYS = [NEW]
    receiver.refresh_from_db()
    assert webhooks.decrypt(receiver.secret) == "whsec_a"


def test_under_an_unknown_key_nothing_is_changed(factor, settings):
    settings.FACTOR_KEYS = [NEW]
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("encrypt_factors")


def test_a_link_signed_by_a_replaced_key_stays_good(settings):
    settings.SECRET_KEY = OLD
    link = signing.dumps("a client")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert signing.loads(link) == "a client"
