"""Lists as each member of staff reads them: columns chosen, order kept, filters kept under a name, own or shared.

Mixed into an admin class. The columns stand in the address as `columns=name.stage`, so that a kept list has its own;
without it they are those that were chosen last.
"""

from collections import ChainMap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from intake.models import ListHabit, SavedList
from intake.models.saved_lists import LONGEST_NAME
from intake.staff.changelists.list_pages import COLUMNS, ListOfRows

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    Base = admin.ModelAdmin[Any]
else:
    Base = object


class SavedListForm(forms.Form):
    """Under which name a list is kept, and for whom."""

    name = forms.CharField(label=_("Name of the list"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=_("For everybody"), required=False)


class ListOfColumns(ListOfRows):
    """A list whose columns may stand in its address."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """What is filtered by: not the columns."""
        found: dict[str, Any] = super().get_filters_params(params)
        # Else the admin would look for a field of this name, and refuse the address.
        found.pop(COLUMNS, None)
        return found

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        """With what the columns look up for each row."""
        rows = super().apply_select_related(qs)
        return cast("SavedListsMixin", self.model_admin).fetch_ahead(rows, self.list_display)

    def build_kept_query(self) -> str:
        """The filters, the order and the columns as the query of an address; without what was searched for."""
        specs = cast("list[Any]", self.filter_specs)
        expected = {name for spec in specs for name in spec.expected_parameters()}
        query = QueryDict(mutable=True)
        for name, values in self.filter_params.items():
            # Not what was searched for: no deletion looks for a person's name in this table (record 0107).
            if name in expected | {ORDER_VAR}:
                query.setlist(name, values)
        query[COLUMNS] = ".".join(str(name) for name in self.list_display if name != "action_checkbox")
        return query.urlencode()


class SavedListsMixin(Base):
    """Admin mixin that remembers a list's columns, order and saved filters.

    `more_columns` can be added to `list_display`.
    """

    more_columns: tuple[str, ...] = ()
    # Column -> what it looks up for each row, which is fetched for all rows at once: by itself, or with the rows.
    looked_up: dict[str, str] = {}
    joined: dict[str, str] = {}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list with the columns that its reader chose."""
        return ListOfColumns

    def list_hidden(self, request: HttpRequest) -> tuple[str, ...]:
        """The columns that this member of staff does not read; few lists have any."""
        return ()

    def list_columns(self) -> list[str]:
        """Every column that may be chosen."""
        return [*cast("Any", self.list_display), *self.more_columns]

    def fetch_ahead(self, rows: QuerySet[Any], columns: Iterable[Any]) -> QuerySet[Any]:
        """The rows with what these columns look up."""
        return rows.prefetch_related(*(self.looked_up[name] for name in columns if name in self.looked_up))

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """What the columns of this list need of other tables in the same look, beside what every row does."""
        always = cast("Any", self.list_select_related) or ()
        return [*always, *(self.joined[name] for name in self.get_list_display(request) if name in self.joined)]

    @property
    def name_of_list(self) -> str:
        """The list as kept rows name it."""
        return str(self.opts.label_lower)

    def find_habit(self, request: HttpRequest) -> ListHabit:
        """How this member of staff reads the list; asked once a request for each list."""
        asked: dict[str, ListHabit] = getattr(request, "list_habits", {})
        found = asked.get(self.name_of_list)
        if found is None:
            mine = {"owner": cast("User", request.user), "of": self.name_of_list}
            found = ListHabit.objects.filter(**mine).first() or ListHabit(**mine)
            # An action of one list may take along the clients of another, with that one's columns.
            request.list_habits = asked | {self.name_of_list: found}  # type: ignore[attr-defined]
        return found

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns of the address, or those chosen last, or the usual ones."""
        named = request.GET.get(COLUMNS, "").split(".") if COLUMNS in request.GET else self.find_habit(request).columns
        return self.choose_columns(named) or super().get_list_display(request)

    def choose_columns(self, named: list[str]) -> list[str]:
        """Those of the names that are columns, or were; the first of the list always leads to the row."""
        # Of every class that this one is made of: each knows its own columns.
        renamed = ChainMap(*(vars(kind).get("renamed", {}) for kind in type(self).__mro__))
        known = dict.fromkeys(renamed.get(name, name) for name in named)
        found = [name for name in known if name in self.list_columns()]
        first = self.list_columns()[0]
        return [first, *(name for name in found if name != first)] if found else []

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list in the order in which it was last read, with its kept names and its columns to choose."""
        columns = list(self.get_list_display(request))
        self.keep_order(request, columns)
        context = {
            "saved_lists": self.find_kept(request),
            "keep_form": SavedListForm(auto_id="keep_%s"),
            "columns": [
                (name, label_for_field(name, self.model, self), name in columns)
                for name in self.list_columns()
                if name not in self.list_hidden(request)
            ],
            "query": request.GET.urlencode(),
            "forget_name": f"admin:{self.url_name('forget')}",
            **{f"{name}_url": reverse(f"admin:{self.url_name(name)}") for name in ("keep", "columns")},
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def keep_order(self, request: HttpRequest, columns: list[str]) -> None:
        """Remember the order of this request; where it names none, take the one that was remembered."""
        habit, asked = self.find_habit(request), request.GET.get(ORDER_VAR)
        if asked is None:
            self.take_order(request, habit, columns)
        # The order of a list that names its columns is that list's own, and becomes no habit.
        elif (order := find_column(asked, columns)) and order != habit.order and COLUMNS not in request.GET:
            habit.order = order
            habit.save()

    def take_order(self, request: HttpRequest, habit: ListHabit, columns: list[str]) -> None:
        """Read the list in the order that was remembered, where the column stands in it and the list has no own."""
        # Kept by the column's name: with other columns a position means another one (record 0107).
        name = habit.order.removeprefix("-")
        # An order that the class names is how the list comes; one of this request is its own.
        if name in columns and self.get_ordering(request) == (self.ordering or ()):
            query = request.GET.copy()
            sign = "-" if habit.order.startswith("-") else ""
            query[ORDER_VAR] = f"{sign}{columns.index(name) + 1}"
            request.GET = query  # type: ignore[assignment]

    def find_kept(self, request: HttpRequest) -> QuerySet[SavedList]:
        """One's own kept lists, and those that others share."""
        # A name keeps a question and no answer: whoever opens it sees the files that they may (record 0107).
        mine = Q(owner=cast("User", request.user)) | Q(shared=True)
        return SavedList.objects.filter(mine, of=self.name_of_list)

    def url_name(self, act: str) -> str:
        """The name of an address of this list."""
        return f"{self.opts.app_label}_{self.opts.model_name}_list_{act}"

    def get_urls(self) -> list[URLPattern]:
        """Where a list is kept, forgotten, and where its columns are chosen."""
        view = self.admin_site.admin_view
        return [
            path("list/keep/", view(self.keep_list), name=self.url_name("keep")),
            path("list/columns/", view(self.keep_columns), name=self.url_name("columns")),
            path("list/<int:pk>/forget/", view(self.forget_list), name=self.url_name("forget")),
            *super().get_urls(),
        ]

    def back(self, query: str = "") -> HttpResponseRedirect:
        """Lead back to the list, with `query` in its address."""
        where = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(f"{where}?{query}" if query else where)

    def check_reader(self, request: HttpRequest) -> None:
        """Refuse somebody who may not read the list. Raises `PermissionDenied`."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    @method_decorator(require_POST)
    def keep_list(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters, columns and order of the list under a name; the same name again takes the new ones."""
        self.check_reader(request)
        request.GET = QueryDict(request.POST.get("query", ""))
        query = cast("ListOfColumns", self.get_changelist_instance(request)).build_kept_query()
        form = SavedListForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, gettext("The list needs a name of at most %(most)d letters.") % {"most": LONGEST_NAME}
            )
            return self.back(query)
        named = {"owner": request.user, "of": self.name_of_list, "name": form.cleaned_data["name"]}
        SavedList.objects.update_or_create(**named, defaults={"query": query, "shared": form.cleaned_data["shared"]})
        messages.success(request, gettext("The list is kept as “%(name)s”.") % named)
        return self.back(query)

    @method_decorator(require_POST)
    def forget_list(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget a list of one's own."""
        self.check_reader(request)
        get_object_or_404(SavedList, pk=pk, owner=request.user, of=self.name_of_list).delete()
        return self.back()

    @method_decorator(require_POST)
    def keep_columns(self, request: HttpRequest) -> HttpResponse:
        """Keep which columns this member of staff chose."""
        self.check_reader(request)
        habit = self.find_habit(request)
        habit.columns = self.choose_columns(request.POST.getlist("column"))
        habit.save()
        query = QueryDict(request.POST.get("query", ""), mutable=True)
        for name in (COLUMNS, ORDER_VAR):  # an order counts columns
            query.pop(name, None)
        return self.back(query.urlencode())


def find_column(order: str, columns: list[str]) -> str:
    """The name of the column by which an address orders first, with its sign; "" where it names none."""
    first = order.split(".", maxsplit=1)[0]
    number = first.removeprefix("-")
    # Cut first, because `int` raises for a text of more than 4,300 digits.
    if not number.isdecimal() or not 0 < int(number[:3]) <= len(columns):
        return ""
    return ("-" if first.startswith("-") else "") + columns[int(number[:3]) - 1]
