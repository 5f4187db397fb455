"""An address that staff typed, or that its name comes to mean, leads to no machine of the firm's own network."""

import socket

import pytest

from intake.webhooks import https_post

INSIDE = [
    "127.0.0.1",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - refused
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.5",
    "64:ff9b::7f00:1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "fec0::1",
    "5f00::1",
    "2002:7f00:1::",
    "ff02::1",
]
PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]


def is_refused(address):
    try:
        https_post.check_ip(address)
    except https_post.UrlRefused:
        return True
    return False


@pytest.mark.quick
@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_public_is_refused(address):
    assert is_refused(address)


@pytest.mark.quick
@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_one_is_not(address):
    assert not is_refused(address)


@pytest.mark.quick
@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/",
        "ftp://desk.example/",
        "https://",
        "https://me:secret@desk.example/",
        "https://desk.example:port/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/",
        "desk.example",
    ],
)
def test_such_an_address_is_not_taken(url):
    with pytest.raises(https_post.UrlRefused):
        https_post.parse_url(url)


def answer(*addresses):
    """What a name means, whoever asks."""
    return lambda host, port, **kind: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
    ]


@pytest.mark.parametrize("meant", [["127.0.0.1"], ["93.184.215.14", "10.0.0.5"], ["169.254.169.254"]])
def test_a_name_that_means_a_machine_inside_when_it_is_connected_to_is_refused(monkeypatch, meant):
    monkeypatch.setattr(socket, "getaddrinfo", answer(*meant))
    with pytest.raises(https_post.UrlRefused):
        https_post.post("https://desk.example/", b"{}", {})


def test_the_very_address_that_was_looked_at_is_connected_to(monkeypatch):
    """The name is asked for once: an answer that changes between two questions changes nothing."""
    asked, connected = [], []
    with monkeypatch.context() as changed:
        changed.setattr(socket, "getaddrinfo", lambda *what, **kind: asked.append(what) or answer(*PUBLIC[:1])(*what))
        changed.setattr(socket.socket, "connect", lambda _self, address: connected.append(address))
        https_post.open_socket("desk.example", 443).close()
    assert connected == [(PUBLIC[0], 443)]
    assert len(asked) == 1
