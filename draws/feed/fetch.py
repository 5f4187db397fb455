"""Fetching the feed politely: with a name, only what has changed, and within limits of time and size."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

# Some servers in front of IRCC's refuse agents that do not look like this; the name and the address are ours.
AGENT = "Mozilla/5.0 (compatible; ExpressEntryAlerts/0.1; +{site}/)"
SECONDS_OF_SILENCE = 30
# Well within the lease of a visit (`draws.feed.poller`).
SECONDS_IN_ALL = 180
# The feed has 0.8 MB.
LONGEST = 32 * 1024 * 1024
PIECE = 64 * 1024


class Unreachable(OSError):
    """The server did not send the feed; `wait` is how long it asked us to stay away."""

    def __init__(self, words: str, wait: timedelta | None = None) -> None:
        super().__init__(words)
        self.wait = wait


@dataclass(frozen=True)
class FeedResponse:
    """What the server sent: `content` is None when nothing has changed since the last time."""

    content: bytes | None
    etag: str
    last_modified: str


def is_url(source: str) -> bool:
    """Whether this is an http or https address, not a file."""
    return re.match(r"https?://", source) is not None


def fetch(url: str, etag: str = "", last_modified: str = "") -> FeedResponse:
    """Ask once; with what the last answer said about its version, only for a newer one. Raises `Unreachable`."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"User-Agent": AGENT.format(site=settings.SITE_URL), "Accept": "application/json"}
    request = Request(url, headers=headers | {name: value for name, value in asked.items() if value})  # noqa: S310
    try:
        with urlopen(request, timeout=SECONDS_OF_SILENCE) as answer:  # noqa: S310
            return FeedResponse(
                read_answer(answer), answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
            )
    except HTTPError as error:
        # The error is the server's answer too, and holds its socket until it is closed.
        with error:
            if error.code == 304:
                return FeedResponse(None, etag, last_modified)
            raise Unreachable(f"HTTP {error.code} {error.reason}", parse_retry_after(error.headers)) from error
    # An `OSError` itself, which the next clause would wrap once more.
    except Unreachable:
        raise
    except (HTTPException, OSError, ValueError) as problem:
        raise Unreachable(f"{type(problem).__name__}: {problem}") from problem


def read_answer(answer: HTTPResponse) -> bytes:
    """The whole body. Raises `Unreachable` if it is too long, too slow or cut off."""
    content = b"".join(read_pieces(answer, time.monotonic() + SECONDS_IN_ALL))
    promised = answer.headers.get("Content-Length")
    # A body that ends early is no error to `read1`: it is an outage of the server, and not a broken feed.
    if promised and len(content) != int(promised):
        raise Unreachable(f"cut off: {len(content)} of {promised} bytes")
    return content


def read_pieces(answer: HTTPResponse, deadline: float) -> Iterator[bytes]:
    """The body as it arrives, until the deadline."""
    length = 0
    # `read1` returns with whatever has arrived, so that a server which dribbles can't get past the deadline.
    while piece := answer.read1(PIECE):
        length += len(piece)
        if length > LONGEST:
            raise Unreachable(f"longer than {LONGEST} bytes")
        if time.monotonic() > deadline:
            raise Unreachable(f"not complete after {SECONDS_IN_ALL} seconds")
        yield piece


def parse_retry_after(headers: Message) -> timedelta | None:
    """The server's Retry-After, in seconds or as a date; None where there is none that we understand."""
    words = headers.get("Retry-After", "").strip()
    if words.isdigit():
        # More seconds than a timedelta can hold would be an error of ours for a mistake of theirs.
        return timedelta(seconds=min(int(words), 10**8))
    try:
        return max(parsedate_to_datetime(words) - datetime.now(UTC), timedelta(0))
    except (ValueError, TypeError):
        return None
