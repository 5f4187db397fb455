"""Why: a sentence and the facts in it, put into words only when somebody reads it."""

from typing import Any

from scoring.sentences import SENTENCES


class Reason:
    """A sentence of `scoring.sentences` and what to fill in; `str()` gives it in the language in use."""

    __slots__ = ("code", "facts")

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return str(SENTENCES[self.code] % self.facts)

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {self.facts})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, self.facts) == (other.code, other.facts)

    __hash__ = None  # type: ignore[assignment]
