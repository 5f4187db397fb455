"""What is there for the speed of the site's pages: acts, and the same without it.

`bench.bought` runs them.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from secrets import token_hex
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.test import Client as Browser
from django.utils import timezone

from bench.absences import forgetful, replaced, without_cache, without_fragments
from bench.bought_scoring import CHOICES, EVERY_SCORE, list_choices
from bench.weighing import Piece
from draws.public import last_rounds
from intake.assessments.submission import submit
from intake.common import cards
from intake.firm import look
from intake.forms import widgets
from intake.models import Intake
from intake.public import one_minute_choices, one_minute_views
from intake.questionnaire import choices, flow, occupation_search, step
from intake.questionnaire.draft import COOKIE, build_flow
from intake.result import database_cache, views
from scoring.apps import rulebook
from scoring.job_titles.terms import find_alike
from tests.intake.answers import COUPLE, JOB
from tests.intake.files import sign_draft

# Scores in a minute, one after the other.
SCORES = 10
WORDS = "wizard of plumbing"


def judge_anew(page: type[step.Step], posted: Any, known: Any, _on: Any) -> step.Judgement:
    """The judgement of a page, worked out each time."""
    return step.NOTHING if posted is None else step.judge_form(page(dict(posted), known=dict(known)))


@contextmanager
def without_kept_results() -> Iterator[None]:
    """Results of which what is rendered is never found again; their PDFs are begun by no worker, which is away."""
    unlike = patch.object(database_cache, "find_digest", lambda *_facts: token_hex(32))
    with unlike, patch.object(views, "begin_result_pdf", lambda *_facts: None):
        yield


def without_kept_countries() -> AbstractContextManager[Any]:
    """Selects of countries whose options are written each time."""
    # The select was given the function, and does not look it up.
    write = property(lambda widget: choices.render_country_options.__wrapped__)
    return patch.object(widgets.LongSelect, "options_in", write, create=True)


class PagePieces:
    """The acts of those who read the site or answer its questions, and what they are measured without."""

    def __init__(self) -> None:
        self.intake, self.mistaken = (Intake.objects.create(answers=COUPLE) for _draft in range(2))
        self.reference = submit(self.intake, build_flow(self.intake), timezone.localdate()).reference
        self.stranger, self.browser, self.hasty = Browser(), Browser(), Browser()
        self.browser.cookies[COOKIE] = sign_draft(self.intake.token)
        self.hasty.cookies[COOKIE] = sign_draft(self.mistaken.token)
        rules = rulebook().on(timezone.localdate())
        chosen = islice(list_choices(rules), 0, CHOICES * EVERY_SCORE, EVERY_SCORE * CHOICES // SCORES)
        self.scores = [urlencode(one) for one in chosen]

    def open(self, path: str, browser: Browser | None = None) -> None:
        """A page, by somebody without answers. Raises `RuntimeError` where there is none."""
        answer = (browser or self.stranger).get(path)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{path}: {answer.status_code}")

    def open_question(self) -> None:
        """A page of questions that nobody has typed into."""
        self.stranger.cookies.clear()
        self.open("/en/intake/marital-status/")

    def open_frame(self) -> None:
        """A page with next to nothing in it, which is the frame of every page."""
        self.open("/en/clear/")

    def open_country(self) -> None:
        """A page of questions that was answered, with a country."""
        self.open("/en/intake/credentials/1/", self.browser)

    def walk_answers(self) -> None:
        """A finished draft replayed through its questions."""
        # To ask which question comes next is what walks through them.
        _next = build_flow(Intake.objects.get(pk=self.intake.pk)).next

    def walk_answers_anew(self) -> None:
        """The same, each page judged."""
        with patch.object(flow, "judge", judge_anew):
            self.walk_answers()

    def send_other_words(self) -> None:
        """Words that are no occupation and that nobody has typed before, sent; and the page that comes back."""
        find_alike.cache_clear()
        # Not there where the search is measured without it.
        if forget := getattr(occupation_search._suggest, "cache_clear", None):
            forget()
        self.hasty.post("/en/intake/jobs/1/", JOB | {"noc": "", "noc_typed": WORDS}, follow=True)

    def open_minute(self) -> None:
        """The score in a minute, before anything is chosen."""
        self.open("/en/score/")

    def score_minutes(self) -> None:
        """Scores in a minute, as the script of the page asks for them, each of other choices."""
        for chosen in self.scores:
            self.open(f"/en/score/answer/?{chosen}")

    def open_minutes(self) -> None:
        """The same by their addresses, as whole pages."""
        one_minute_views.render_choices.cache_clear()
        for chosen in self.scores:
            self.open(f"/en/score/?{chosen}")

    def open_result(self) -> None:
        """A result that was looked at before."""
        self.open(f"/en/result/{self.reference}/", self.browser)

    def open_example(self) -> None:
        """The result of an invented person."""
        self.open("/en/example/")

    def read_rounds(self) -> None:
        """The page of rounds, which says the same to everybody."""
        self.open("/en/draws/")

    def read_points(self) -> None:
        """The page of points, which says the same to everybody."""
        self.open("/en/points/")

    def look_at_card(self) -> None:
        """The card that another site shows beside a link to ours."""
        self.open("/en/cards/score.png")

    def list_questions(self) -> Iterator[Piece]:
        """Pieces of the questions."""
        yield Piece(
            "page_cache: an untouched question", self.open_question, partial(without_cache, "template_fragments")
        )
        yield Piece("judge: the answers replayed", self.walk_answers, partial(patch.object, flow, "judge", judge_anew))
        anew = self.walk_answers_anew
        yield Piece("SharedFields: the answers replayed", anew, partial(patch.object, step, "SharedFields", dict))
        yield Piece("index_countries: the answers replayed", anew, partial(forgetful, choices.index_countries))
        yield Piece("index_occupations: the answers replayed", anew, partial(forgetful, choices.index_occupations))
        yield Piece("render_country_options: a country", self.open_country, without_kept_countries)
        yield Piece(
            "_suggest: words that are none", self.send_other_words, partial(forgetful, occupation_search._suggest)
        )

    def list_minute(self) -> Iterator[Piece]:
        """Pieces of the score in a minute."""
        shown = one_minute_views.render_choices
        yield Piece("render_choices: nothing chosen", self.open_minute, partial(forgetful, shown))
        values, options = one_minute_choices.list_values, one_minute_choices.render_question_options
        yield Piece("list_values: scores in a minute", self.score_minutes, partial(forgetful, values))
        yield Piece("render_question_options: their pages", self.open_minutes, partial(forgetful, options))
        yield Piece("render_with_gaps: their pages", self.open_minutes, partial(without_cache, "results"))

    def list_results(self) -> Iterator[Piece]:
        """Pieces of results and of what is public."""
        yield Piece("database_cache: a result seen again", self.open_result, without_kept_results)
        yield Piece(
            "compile_rounds: the page of rounds", self.read_rounds, partial(forgetful, last_rounds.compile_rounds)
        )
        yield Piece("results: the example of a result", self.open_example, partial(without_cache, "results"))
        yield Piece("page_cache: the page of points", self.read_points, partial(without_cache, "results"))
        yield Piece("draw_card: a card", self.look_at_card, partial(forgetful, cards.draw_card))

    def list_frame(self) -> Iterator[Piece]:
        """Pieces of the frame of every page."""
        yield Piece(
            "fragments: the frame", self.open_frame, partial(without_fragments, "notice", "navigation", "footer")
        )
        read = lambda: look.read_look(timezone.localdate())  # noqa: E731
        yield Piece("look: the frame", self.open_frame, partial(replaced, look.get_look, read))

    def all(self) -> Iterator[Piece]:
        """Every piece."""
        for part in (self.list_questions, self.list_minute, self.list_results, self.list_frame):
            yield from part()
