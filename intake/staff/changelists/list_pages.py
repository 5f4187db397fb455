"""Pages of a long list: first which rows stand on one, then these rows with all that is worked out for each.

Where the links of its rows lead is looked up once for a page.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.contrib import admin

    Base = admin.ModelAdmin[Any]
else:
    Base = object

COLUMNS = "columns"
# Query parameters of a changelist that are not filters.
NOT_NARROWED = {PAGE_VAR, ORDER_VAR, ALL_VAR, ERROR_FLAG, COLUMNS}


class KeyPaginator(Paginator[Any]):
    """Pages of keys: sorts and passes over keys alone, so that nothing is worked out for rows that are not shown.

    Wide rows went through the sort of a list, which took five times as long (record 0166). Buys 63 % of the time of a
    page far down in a list of 10,000 (`python -m bench.bought desk KeyPaginator`).
    """

    def page(self, number: int | str) -> Page[Any]:
        """The keys of the rows of a page, in the order of the list."""
        number = self.validate_number(number)
        return Page(self.find_keys(number), number, self)

    def find_keys(self, number: int) -> list[Any]:
        """The keys of the rows of an existing page."""
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[first : first + self.per_page])


class OneLookPaginator(KeyPaginator):
    """Pages of a narrowed list: one statement counts its rows and finds those of the page that is asked for.

    Where a condition has to be tried on every row, two statements would try it twice. Buys 30 % of the time of a search
    in a list of 10,000 (`python -m bench.bought desk OneLookPaginator`).
    """

    def __init__(self, rows: Any, per_page: int, asked: int) -> None:
        super().__init__(rows, per_page)
        self.asked = asked

    @cached_property
    def found(self) -> list[tuple[Any, int]]:
        """The key of each row of the page that is asked for, with the number of all."""
        first = (self.asked - 1) * self.per_page
        rows: Any = self.object_list
        return list(rows.annotate(in_all=Window(Count("*"))).values_list("pk", "in_all")[first : first + self.per_page])

    @cached_property
    def count(self) -> int:
        """How many rows there are; asked for by itself behind the last page, where no row says it."""
        if self.found:
            return self.found[0][1]
        return 0 if self.asked == 1 else super().count

    def find_keys(self, number: int) -> list[Any]:
        """The keys of the rows of an existing page."""
        return [key for key, _in_all in self.found] if number == self.asked else super().find_keys(number)


def choose_key_pages(request: HttpRequest, rows: QuerySet[Any], per_page: int) -> KeyPaginator:
    """Pages by keys; of a list that is narrowed counted in the same statement."""
    page = request.GET.get(PAGE_VAR, "1")
    if set(request.GET) <= NOT_NARROWED or not page.isdecimal():
        return KeyPaginator(rows, per_page)
    # Cut first, because `int` raises for a text of more than 4,300 digits.
    return OneLookPaginator(rows, per_page, max(int(page[:6]), 1))


class ListOfRows(ChangeList):
    """A list that gets the rows of its page by their keys, and looks up once where their links lead."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=["key"])
        before, _key, after = url.rpartition("key")
        self.around_key = before, f"{after}?{self.preserved_filters}" if self.preserved_filters else after
        # They stand in the links now: else Django looks up the view behind each link before it adds them.
        self.preserved_filters = ""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page; without what the list is narrowed by, which was looked at for their keys."""
        # Django asks the admin for the pages, and does not say which of its views they are for.
        request.pages_by_keys = True  # type: ignore[attr-defined]
        super().get_results(request)
        if self.show_all and self.can_show_all:
            return
        # A list may keep its columns and have Django's own pages, whose rows are whole.
        by_keys = KeyPaginator if self.multi_page else OneLookPaginator
        if isinstance(self.paginator, by_keys):
            keys = self.result_list if self.multi_page else self.paginator.page(1).object_list
            # Of lists that keep their columns alone, no field is left out.
            left_out = getattr(self.model_admin, "not_listed", ())
            found = self.apply_select_related(self.root_queryset).defer(*left_out).in_bulk(keys)
            self.result_list = [found[key] for key in keys if key in found]

    def url_for_result(self, result: Any) -> str:
        """The page of a row, from which one comes back to the list as it is filtered.

        Buys 32 % of the steps of a page of fifty rows (`python -m bench.bought desk url_for_result`).
        """
        before, after = self.around_key
        return f"{before}{quote(result.pk)}{after}"


class LongListMixin(Base):
    """Mixed into an admin of rows that may be many: a page of fifty, whose links are looked up once."""

    list_per_page = 50
    # Fields that stand in no column, of a row that is long or has many.
    not_listed: tuple[str, ...] = ()

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, *args: Any, **kwargs: Any
    ) -> Paginator[Any]:
        """Pages by keys for our list; whole rows for the admin's other pages (histories, fields that complete)."""
        if not getattr(request, "pages_by_keys", False):
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return choose_key_pages(request, queryset, per_page)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list with its links looked up once."""
        return ListOfRows
