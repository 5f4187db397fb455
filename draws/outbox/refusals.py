"""What a mail server's refusal is about: the address, the message, or us.

Only what `draws/data/refusals.toml` lists says something for good of the address or of the message. Everything else
may be about our server, our login or a policy (a list of blocked servers, for instance): it can be put right, and then
the message may leave. Every ledger is decided here.
"""

import re
import smtplib
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anymail.exceptions import AnymailRecipientsRefused

FILE = Path(__file__).parents[1] / "data" / "refusals.toml"
# Class, subject and detail (RFC 3463, 2), which stand at the head of the reply's text (RFC 2034, 4).
ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class RefusalCause(StrEnum):
    """What a refusal is about."""

    UNKNOWN = "unknown"
    ADDRESS = "address"
    MESSAGE = "message"
    US = "us"


class Refusals(NamedTuple):
    """The table: by enhanced code, and by the reply to RCPT of a server that gives none."""

    enhanced: dict[str, RefusalCause]
    at_rcpt: dict[int, RefusalCause]


@cache
def read_refusals() -> Refusals:
    """The rows of `data/refusals.toml`."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = ({code: RefusalCause(about) for code, about, _words in table[name]} for name in ("enhanced", "at_rcpt"))
    return Refusals(*rows)


def find_about(problem: Exception) -> RefusalCause:
    """What a failed attempt is about; `US` wherever the server did not say for good that it is something else."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        found = {judge_rcpt(code, words) for code, words in problem.recipients.values()}
        # Replies that differ say nothing for good of the message.
        return found.pop() if len(found) == 1 else RefusalCause.US
    if isinstance(problem, smtplib.SMTPDataError):
        return judge_data(problem.smtp_code, problem.smtp_error)
    return RefusalCause.ADDRESS if isinstance(problem, AnymailRecipientsRefused) else RefusalCause.US


def judge_rcpt(code: int, words: bytes) -> RefusalCause:
    """What a reply to RCPT is about."""
    if code < 500:
        return RefusalCause.US
    # The enhanced code decides alone, even where the reply beside it says more (record 0168).
    if enhanced := ENHANCED.match(words):
        return read_refusals().enhanced.get(enhanced[0].decode(), RefusalCause.US)
    return read_refusals().at_rcpt.get(code, RefusalCause.US)


def judge_data(code: int, words: bytes | str) -> RefusalCause:
    """What a reply to DATA is about; one that names an unknown address says nothing of the one that RCPT took."""
    answer = words.encode() if isinstance(words, str) else words
    enhanced = ENHANCED.match(answer) if code >= 500 else None
    about = read_refusals().enhanced.get(enhanced[0].decode(), RefusalCause.US) if enhanced else RefusalCause.US
    return RefusalCause.ADDRESS if about is RefusalCause.UNKNOWN else about


def is_permanent(problem: Exception) -> bool:
    """Whether sending this message again is useless: the server refused its address or its content for good."""
    return find_about(problem) is not RefusalCause.US


def is_unknown_address(problem: Exception) -> bool:
    """Whether the server said for good, by its enhanced code, that there is no such address."""
    return find_about(problem) is RefusalCause.UNKNOWN
