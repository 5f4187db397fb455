"""Conditions on texts that Django has not, the same on both databases."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, IntegerField, Lookup

Compiled = tuple[str, tuple[Any, ...]]


class ByteLength(Func):
    """How many bytes a text has in UTF-8: more than letters where not all are of ASCII."""

    function = "OCTET_LENGTH"
    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite has this function from 3.43 on."""
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **extra)


class HoldsOneOf(Lookup[bool]):
    """That a text holds one of these; `before`: somewhere before this."""

    lookup_name = "holds_one_of"
    prepare_rhs = False
    output_field = BooleanField()

    def __init__(self, text: Any, ones: Sequence[str], before: str = "") -> None:
        super().__init__(text, (*ones, before))

    def list_patterns(self, connection: Any) -> list[str]:
        """What LIKE compares."""
        escape = connection.ops.prep_for_like_query
        *ones, before = map(escape, self.rhs)
        return [f"%{one}%{before}%" if before else f"%{one}%" for one in ones]

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Compiled:
        """One comparison after the other."""
        text, parameters = self.process_lhs(compiler, connection)
        patterns = self.list_patterns(connection)
        compared = " OR ".join([f"{text} LIKE %s ESCAPE '\\'"] * len(patterns))
        return f"({compared})", tuple(value for pattern in patterns for value in (*parameters, pattern))

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Compiled:
        """All at once, so that the text is worked out once."""
        text, parameters = self.process_lhs(compiler, connection)
        return f"{text} LIKE ANY (%s::text[])", (*parameters, self.list_patterns(connection))
