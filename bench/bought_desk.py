"""What is there for the speed of the staff's tool: acts, and the same without it.

`bench.bought` runs them. Ten thousand files, so that the whole takes a few minutes; `bench.desk` says what pages cost
with 50,000.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.test import Client as Browser
from django.urls import reverse

from bench.absences import forgetful, without_fragments
from bench.desk import build_parts, make_files, make_staff, save
from bench.weighing import Piece
from config import form_renderer
from intake.staff.changelists import list_pages
from intake.staff.file_history import history

FILES = 10_000


class DeskPieces:
    """The acts at the desk, and what they are measured without."""

    def __init__(self) -> None:
        staff = make_staff()
        files = make_files(FILES, staff)
        save(build_parts(files, staff))
        self.browser = Browser()
        self.browser.force_login(staff[0], backend="django.contrib.auth.backends.ModelBackend")
        self.clients = reverse("admin:intake_client_changelist")
        self.pk = files[FILES // 2].pk
        self.file = reverse("admin:intake_client_change", args=[self.pk])

    def open(self, url: str) -> None:
        """A page of the staff's tool. Raises `RuntimeError` where there is none."""
        answer = self.browser.get(url)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{url}: {answer.status_code}")

    def open_file(self) -> None:
        """A client's file."""
        self.open(self.file)

    def open_far_page(self) -> None:
        """A page far down in the list of clients, in the order of the score."""
        self.open(f"{self.clients}?o=-4&p=50")

    def search_list(self) -> None:
        """The list of clients, narrowed by a word."""
        self.open(f"{self.clients}?q=lee&o=1")

    def open_empty_list(self) -> None:
        """A list without a row, which is the frame of every page of staff."""
        self.open(reverse("admin:intake_breachrecord_changelist"))

    def open_history(self) -> None:
        """The history of a file."""
        self.open(reverse("admin:intake_client_history", args=[self.pk]))

    def open_first_page(self) -> None:
        """The first page of staff, with what waits and all lists."""
        self.open(reverse("admin:index"))

    def all(self) -> Iterator[Piece]:
        """Every piece."""
        yield Piece("list_pages.KeyPaginator: far down", self.open_far_page, without_keys)
        plain = partial(patch.object, list_pages, "choose_key_pages", choose_plain_pages)
        yield Piece("list_pages.OneLookPaginator: a search", self.search_list, plain)
        yield Piece("form_renderer: a file", self.open_file, without_writers)
        yield Piece("the menu: an empty list", self.open_empty_list, partial(without_fragments, "staff_menu"))
        yield Piece("the lists: the first page", self.open_first_page, partial(without_fragments, "staff_lists"))
        yield Piece("list_pages.url_for_result: far down", self.open_far_page, without_kept_links)
        yield Piece("build_statement: a history", self.open_history, partial(forgetful, history.build_statement))


def choose_plain_pages(_request: Any, rows: Any, per_page: int) -> list_pages.KeyPaginator:
    """Pages by keys, counted by a statement of their own."""
    return list_pages.KeyPaginator(rows, per_page)


@contextmanager
def without_keys() -> Iterator[None]:
    """Lists whose pages are whole rows, as Django has them."""
    plain = admin.ModelAdmin.get_paginator
    with (
        patch.object(list_pages.LongListMixin, "get_paginator", plain),
        patch.object(list_pages.ListOfRows, "get_results", ChangeList.get_results),
    ):
        yield


@contextmanager
def without_kept_links() -> Iterator[None]:
    """Lists that look up for each row where its link leads."""
    with (
        patch.object(list_pages.ListOfRows, "__init__", ChangeList.__init__),
        patch.object(list_pages.ListOfRows, "url_for_result", ChangeList.url_for_result),
    ):
        yield


@contextmanager
def without_writers() -> Iterator[None]:
    """The smallest parts of forms by templates."""
    with patch.object(form_renderer, "WRITERS", {}), patch.object(form_renderer, "ERRORS", ()):
        yield
