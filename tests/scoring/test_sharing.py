"""Rows and requirements that many people share: they are what the rules give, and no more than a limit are kept."""

import gc
from dataclasses import replace
from functools import _lru_cache_wrapper

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from scoring.apps import scoring_config
from scoring.assess import assess as assess_by
from scoring.fingerprint import find_basis
from scoring.profile import decode
from scoring.reasons import Reason
from scoring.result import as_json
from scoring.rulebook import Rulebook
from tests.scoring.making import TODAY, assess, book, celpip, make_profile
from tests.scoring.strategies import profiles


def a_copy_of_the_tables() -> Rulebook:
    """Nothing is kept yet for these tables, so each row is worked out anew."""
    return Rulebook({name: [replace(t, _known={}) for t in tables] for name, tables in book().editions.items()})


@pytest.mark.thorough
@settings(max_examples=150, deadline=None)
@given(facts=profiles)
def test_a_result_of_shared_rows_is_the_one_that_new_tables_give(facts):
    profile = decode(facts)
    assert as_json(assess(profile)) == as_json(assess_by(profile, TODAY, a_copy_of_the_tables()))


def test_people_with_the_same_facts_share_their_rows():
    one, other = (assess(make_profile(language_tests=[celpip(9)], sibling_in_canada=same)) for same in (True, True))
    assert [id(row) for row in one.crs.factors] == [id(row) for row in other.crs.factors]


def test_what_is_remembered_in_one_language_is_not_said_in_another():
    found = assess(make_profile(language_tests=[celpip(9)]))
    said = []
    for language in ("en", "fr", "en"):
        with override(language):
            said.append(as_json(found)["crs"]["factors"])
    assert said[0] == said[2]
    differing = [one["code"] for one, other in zip(*said[:2], strict=True) if one["because"] != other["because"]]
    assert differing == [one["code"] for one in said[0]]


def test_a_sentence_names_a_program_as_the_rules_in_use_do(monkeypatch):
    reason = Reason("offer_decides", stream="cec")
    before = str(reason)
    tables = [
        replace(t, values={**t.values, "name": "Renamed Class"}, _known={}) for t in book().editions["classes/cec"]
    ]
    renamed = Rulebook(book().editions | {"classes/cec": tables})
    monkeypatch.setattr(scoring_config(), "provider", lambda: renamed)
    assert "Canadian Experience Class" in before
    assert str(reason) == before.replace("Canadian Experience Class", "Renamed Class")


def test_the_mark_of_the_rules_is_another_for_any_value_and_the_same_for_the_same_texts():
    was = [table for table in book().editions["crs/sibling"] if table.cells][-1]
    other = replace(was, cells={key: row | {was.column: 16} for key, row in was.cells.items()}, _known={})
    reported = replace(was, note="Read in another way", _known={})
    marks = {find_basis(Rulebook(book().editions | {"crs/sibling": [table]})) for table in (was, other, reported)}
    assert len(marks) == 3
    assert find_basis(a_copy_of_the_tables()) == find_basis(book())


def test_no_cache_grows_without_bound():
    assess(make_profile())
    # What was read before the first test is held back from the collector, which then knows nothing of it.
    gc.unfreeze()
    # By type: a lazy object that another test left would be worked out by isinstance().
    kept = [f for f in gc.get_objects() if type(f) is _lru_cache_wrapper and f.__module__.startswith("scoring.")]
    assert {f.__qualname__ for f in kept if f.cache_info().maxsize is None} == set()
    assert kept
