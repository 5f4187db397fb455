"""Asking for a page as a PDF, from the same parts as the page on the screen.

One takes a second of processor, so no web process makes it: the page is kept in the database under the digest of
what it says, a worker of the queue `pdf` makes it, those first that somebody waits for, and whoever asks again gets
it. The task is told the digest alone.
"""

from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from redis.exceptions import RedisError

from intake.common.rate_limit import consume
from intake.common.task_calls import call_task
from intake.models import Paper
from intake.pdf.make_pdf import KEPT, PATIENCE, PdfUnavailable

# A person saves a handful; an office behind one address, some dozens; a machine that wears the server out, thousands.
MADE_AN_HOUR = 60
# None is begun early while so many are not made: of two processes one is free for a reader who asks (record 0197).
WAITING = 1
# What the limit counts by: PDFs that somebody asked for, and those begun with a result.
ASKED, EARLY = "paper", "early_paper"
# By its name: the tasks know this module.
MAKE_PDF = "intake.tasks.make_pdf"


class PdfPending(Exception):
    """It is being made."""


class TooManyPdfs(Exception):
    """The person has reached the hourly limit of new PDFs; kept ones are not counted."""


def get_pdf(template: str, context: dict[str, Any], who: str) -> bytes:
    """The PDF of a template. Raises `PdfPending` until it is made, `PdfUnavailable` and `TooManyPdfs`.

    `who` asks: their account or their address, which is counted.
    """
    html, digest = write_page(template, context)
    paper = find_paper(digest) or ask_for(digest, html, who)
    want(paper)
    if paper.failed:
        raise PdfUnavailable
    if paper.pdf is None:
        raise PdfPending
    return bytes(paper.pdf)


def want(paper: Paper) -> None:
    """Note since when somebody waits for it; one that was begun with its result is made before others then."""
    if paper.wanted_at is None and paper.pdf is None:
        Paper.objects.filter(pk=paper.pk, pdf=None).update(wanted_at=timezone.now())


def begin_pdf(template: str, context: dict[str, Any], who: str) -> None:
    """Have the PDF made that is likely to be asked for soon, unless the worker has enough to do for those who wait."""
    since = timezone.now() - PATIENCE
    if Paper.objects.filter(pdf=None, failed=False, asked_at__gt=since).count() >= WAITING:
        return
    html, digest = write_page(template, context)
    with suppress(TooManyPdfs, PdfUnavailable):
        # Counted separately, so that PDFs made in advance do not use up the reader's hourly limit.
        find_paper(digest) or ask_for(digest, html, who, EARLY)


def write_page(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """The page that becomes a PDF, and its digest: the same words give the same file (record 0029)."""
    html = render_to_string(template, {**context, "firm": settings.FIRM, "language": get_language()})
    return html, sha256(html.encode()).hexdigest()


def find_paper(digest: str) -> Paper | None:
    """The page with its PDF, or waiting for it; None where it was never asked for, or too long ago."""
    now = timezone.now()
    paper = Paper.objects.filter(pk=digest, asked_at__gt=now - KEPT).first()
    return paper if paper and (paper.pdf is not None or paper.asked_at > now - PATIENCE) else None


def ask_for(digest: str, html: str, who: str, counted: str = ASKED) -> Paper:
    """Have a worker make it. Raises `TooManyPdfs`, and `PdfUnavailable` where no worker can be called."""
    if is_over_limit(who, counted):
        raise TooManyPdfs
    now = timezone.now()
    fresh = {"html": html, "pdf": None, "failed": False, "asked_at": now, "begun_at": None}
    wanted = {"wanted_at": None if counted == EARLY else now}
    paper, _made = Paper.objects.update_or_create(pk=digest, defaults=fresh | wanted)
    if call_task(MAKE_PDF, digest).failed:
        # Else the row would count as waiting, and for two minutes nobody could ask again.
        paper.delete()
        raise PdfUnavailable
    return paper


def is_over_limit(who: str, counted: str) -> bool:
    """Count one PDF for this person; while the cache is down what was asked for is never over the limit."""
    try:
        return not consume(counted, who, MADE_AN_HOUR)
    # A limit that can't be counted must not take the PDFs away; what nobody asked for must not hold a page up.
    except RedisError:
        return counted == EARLY
