"""Pages of a long list: first which rows stand on one, then these rows with all that is worked out for each."""

from typing import Any

from django.core.paginator import Page, Paginator


class KeyPaginator(Paginator[Any]):
    """Sorts and passes over keys alone, so that nothing is worked out for rows that are not on the page."""

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page, in the order of the list."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page
        rows: Any = self.object_list
        # Else the database carries wide rows and their sub-queries through the sort: the list of results took five
        # times as long (record 0166).
        keys = list(
            rows.values_list("pk", flat=True)[first : self.count if last + self.orphans >= self.count else last]
        )
        found = rows.in_bulk(keys)
        return Page([found[key] for key in keys if key in found], number, self)
