"""What is there for the speed of the staff's tool, and of pages that are kept whole: acts, and the same without it.

`bench.bought` runs them. Ten thousand files, so that the whole takes a few minutes; `bench.desk` says what pages cost
with 50,000.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.test import Client as Browser
from django.urls import reverse

from bench.desk import build_parts, make_files, make_staff, save
from config import form_renderer
from intake.staff.changelists import list_pages

FILES = 10_000

Piece = tuple[str, Callable[[], None], AbstractContextManager[Any]]


class DeskPieces:
    """The acts at the desk, and what they are measured without."""

    def __init__(self, without_cache: Callable[[str], AbstractContextManager[Any]]) -> None:
        self.without_cache = without_cache
        staff = make_staff()
        files = make_files(FILES, staff)
        save(build_parts(files, staff))
        self.reader, self.browser = Browser(), Browser()
        self.browser.force_login(staff[0], backend="django.contrib.auth.backends.ModelBackend")
        self.clients = reverse("admin:intake_client_changelist")
        self.file = reverse("admin:intake_client_change", args=[files[FILES // 2].pk])

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

    def read_points(self) -> None:
        """The page of points, which says the same to everybody."""
        self.reader.get("/en/points/")

    def all(self) -> Iterator[Piece]:
        """Every piece."""
        yield "list_pages.KeyPaginator: far down", self.open_far_page, without_keys()
        yield (
            "list_pages.OneLookPaginator: a search",
            self.search_list,
            patch.object(list_pages, "choose_key_pages", choose_plain_pages),
        )
        yield "form_renderer: a file", self.open_file, without_writers()
        yield "the menu: an empty list", self.open_empty_list, self.without_cache("template_fragments")
        yield "public.page_cache: the page of points", self.read_points, self.without_cache("results")


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
def without_writers() -> Iterator[None]:
    """The smallest parts of forms by templates."""
    with patch.object(form_renderer, "WRITERS", {}), patch.object(form_renderer, "ERRORS", ()):
        yield
