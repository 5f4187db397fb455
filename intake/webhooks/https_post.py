"""Posting to an address that staff typed: by https, to a public address only, without redirects, and never for long.

The address is looked at when the connection is made, and that very one is connected to: what a name meant a moment
before is no matter, so that no name leads to a machine of the firm's own network.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

# As docs/webhooks.md asks of receivers: they answer first, and do the work later.
SECONDS_OF_SILENCE = 5
SECONDS_IN_ALL = 15
AGENT = "ExpressEntryWebhooks/1 (+{site}/)"
# IPv6 in which an address of IPv4 hides, that a gateway would go on to.
PUBLIC = IPv6Network("2000::/3")
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


# The first that fits; staff read them in their own language (`deliver.put_off`).
WHAT_WENT_WRONG: tuple[tuple[type[Exception], Any], ...] = (
    (socket.gaierror, _("No machine was found under this address.")),
    (TimeoutError, _("The receiver did not answer in time.")),
    (ssl.SSLCertVerificationError, _("The certificate of the address is not valid.")),
    (ConnectionRefusedError, _("The machine at this address took no connection.")),
    (ConnectionError, _("The receiver broke off the connection.")),
)


class NotTaken(Exception):
    """The receiver did not take it; the words are for staff, and say nothing of what it answered but the number."""


class UrlRefused(Exception):
    """Nothing is sent to such an address; the words are for staff."""


def parse_url(url: str) -> SplitResult:
    """The parts of an address to which something may be sent. Raises `UrlRefused`."""
    parts = urlsplit(url)
    try:
        # `urlsplit` takes any port; it is this look at it that raises.
        _port = parts.port
    except ValueError:
        raise UrlRefused(_("The port in the address is not a number.")) from None
    if parts.scheme != "https" and not settings.WEBHOOKS_TO_THIS_MACHINE:
        raise UrlRefused(_("The address must begin with https://"))
    if not parts.hostname or "@" in parts.netloc:
        raise UrlRefused(_("The address must name a host, without a name and password."))
    if is_number(parts.hostname):
        check_ip(parts.hostname)
    return parts


def is_number(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def check_ip(host: str) -> None:
    """Raises `UrlRefused` unless everybody can reach this IP address."""
    ip: Any = ip_address(host.partition("%")[0])
    if not is_public(ip) and not (settings.WEBHOOKS_TO_THIS_MACHINE and ip.is_loopback):
        raise UrlRefused(_("The address leads to a machine that is not public."))


def is_public(ip: Any) -> bool:
    """Whether everybody can reach an IP address, and it leads nowhere else."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(ip.ipv4_mapped)
        # What is given out to the public; Python takes some old and local ranges for global ones.
        if ip not in PUBLIC:
            return False
        if ip.sixtofour or ip.teredo or any(ip in network for network in TRANSLATED):
            return False
    return bool(ip.is_global and not ip.is_multicast)


def open_socket(host: str, port: int) -> socket.socket:
    """A connection to the host, none of whose addresses is other than public. Raises `UrlRefused`, `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # All of them before any: a name with one address inside the firm's network is refused whole.
    for *_kind, sockaddr in found:
        check_ip(str(sockaddr[0]))
    # A name may have any number of addresses, each of which says nothing.
    until = time.monotonic() + SECONDS_IN_ALL
    for number, (family, kind, protocol, _name, sockaddr) in enumerate(found, start=1):
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError(host)
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(min(SECONDS_OF_SILENCE, left))
        try:
            connection.connect(sockaddr)
        except OSError:
            connection.close()
            if number == len(found):
                raise
        else:
            return connection
    raise OSError(host)


# Not requests or urllib3: they resolve the name themselves, and may connect to another address than was checked
# (record 0159).
class Connection(http.client.HTTPConnection):
    """A connection to a public address that is over after a while, however slowly the other side speaks."""

    def __init__(self, parts: SplitResult) -> None:
        self.encrypted = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self.encrypted else 80))

    def connect(self) -> None:
        """Connect, and see that the certificate is the host's."""
        self.sock = open_socket(self.host, self.port)
        if self.encrypted:
            # Kept before the handshake, so that one that takes too long can be broken off.
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = wrapped
            wrapped.do_handshake()

    def break_off(self) -> None:
        """End what is under way, from another thread."""
        if self.sock:
            with suppress(OSError):
                # The socket's own: that of TLS would change what the thread under way is reading.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post once. Raises `NotTaken` unless the receiver answered that it has it, `UrlRefused` for its address."""
    parts = parse_url(url)
    status = ask(parts, body, {"User-Agent": AGENT.format(site=settings.SITE_URL), **headers})
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}")


def describe(problem: Exception) -> Any:
    """What went wrong on the way, in a lazy sentence for staff; the name of what has none."""
    return next((words for kind, words in WHAT_WENT_WRONG if isinstance(problem, kind)), type(problem).__name__)


def ask(parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that the receiver answers; what else it says is not read. Raises `NotTaken`."""
    connection = Connection(parts)
    # The timeout of the socket begins anew with each byte; this one ends it all.
    end = threading.Timer(SECONDS_IN_ALL, connection.break_off)
    end.start()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    except (http.client.HTTPException, OSError, ValueError) as problem:
        raise NotTaken(describe(problem)) from problem
    finally:
        end.cancel()
        connection.close()
