"""Files by the words of their notes and calls, as they were typed or nearly so."""

from django.db.models import Max
from django.utils.translation import gettext as _

from intake.common.folding import fold
from intake.common.near_words import find_nearest, find_nearest_word
from intake.models import Note
from intake.querysets import RowsOfClientsQuerySet
from intake.staff.client_admin.found_files import MOST, MOST_SIMILAR, SHOWN, FoundFile
from intake.staff.client_admin.search_terms import SearchTerms, has_nearly, has_words

# Of this many notes that have a piece of each word, the newest, the words are compared.
MOST_NOTES = 500
# So much of a note stands around the word.
AROUND = 80

Notes = RowsOfClientsQuerySet[Note]


def list_noted(notes: Notes, asked: SearchTerms, known: list[FoundFile]) -> list[FoundFile]:
    """Those with a note or call in which each word stands, the newest first."""
    rest = leave_out(notes, known).filter(has_words("text", asked.words))
    # Notes are appended, so that the newest has the highest key.
    newest = rest.order_by().values("client").annotate(newest=Max("pk")).order_by("-newest")
    keys = list(newest.values_list("newest", flat=True)[: MOST + 1])
    return [FoundFile(note.client, [_("note")], cut_out(note.text, asked.words[0])) for note in load_notes(keys)]


def list_nearly_noted(notes: Notes, asked: SearchTerms, known: list[FoundFile]) -> list[FoundFile]:
    """Those with a note or call that has for each word one that is nearly so: the nearest first, then the newest."""
    rest = leave_out(notes, known).filter(has_nearly("text", asked.near_words)).order_by("-pk")
    rows = list(rest.values_list("pk", "client", "text")[:MOST_NOTES])
    wrong = find_nearest(asked.near_words, {pk: text for pk, _client, text in rows})
    # The first of each file's.
    of_files: dict[int, int] = {}
    for pk, client, _text in sorted((row for row in rows if row[0] in wrong), key=lambda row: wrong[row[0]]):
        of_files.setdefault(client, pk)
    matched, first = [_("similar words in a note")], asked.near_words[0]
    return [
        FoundFile(note.client, matched, cut_out(note.text, find_nearest_word(first, note.text)), is_near=True)
        for note in load_notes([*of_files.values()][:MOST_SIMILAR])
    ]


def leave_out(notes: Notes, known: list[FoundFile]) -> Notes:
    """Without those of files that were found already."""
    return notes.exclude(client__in=[one.client.pk for one in known]) if known else notes


def load_notes(keys: list[int]) -> list[Note]:
    """The notes in this order, each with what the page shows of its file."""
    shown = Note.objects.select_related("client__adviser").only("text", *(f"client__{name}" for name in SHOWN))
    found = shown.in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


def cut_out(text: str, word: str) -> str:
    """The words of a note around the first that was looked for, on one line."""
    line = " ".join(text.split())
    at = max(fold(line).find(word), 0)
    first, last = max(at - AROUND, 0), at + len(word) + AROUND
    return ("… " if first else "") + line[first:last].strip() + (" …" if last < len(line) else "")
