"""Whose address is kept: the visitor's, as far as our own proxies report it."""

import pytest

from intake.common import client_ip


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        pytest.param(0, "203.0.113.9", "10.0.0.1", id="no proxy is trusted, and what the visitor says is not"),
        pytest.param(1, "203.0.113.9", "203.0.113.9", id="one proxy"),
        pytest.param(1, "6.6.6.6, 203.0.113.9", "203.0.113.9", id="one proxy, and the visitor made one up"),
        pytest.param(2, "203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies"),
    ],
)
def test_the_address_is_what_the_outermost_proxy_of_ours_saw(rf, settings, proxies, forwarded, seen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_ip.find_client_ip(rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.1")) == seen
