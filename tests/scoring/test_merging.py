"""No name of a sentence or a row stands for two things."""

import pytest

from scoring.merging import merge
from tests.scoring.making import assess, celpip, french, make_profile


def test_rows_of_several_parts_keep_their_order():
    assert list(merge({"b": 1}, {"a": 2}, {"c": 3})) == ["b", "a", "c"]


def test_the_same_row_may_stand_in_two_parts():
    row = "doctoral degree"
    assert merge({"doctoral": row}, {"doctoral": row}) == {"doctoral": row}


def test_a_name_with_two_meanings_is_refused():
    with pytest.raises(ValueError, match="'french' names two things: NCLC 7 and French at NCLC 9"):
        merge({"french": "NCLC 7"}, {"french": "French at NCLC 9"})


def test_the_row_of_french_speaks_of_french_and_of_english():
    found = assess(make_profile(language_tests=[french(7), celpip(9)]))
    row = next(row for row in found.crs.factors if row.code == "french")
    assert str(row.because) == ("NCLC 7 or more in all four French abilities, CLB 9 or more in all four English ones")


def test_a_nominee_is_said_to_be_nominated():
    found = assess(make_profile(provincial_nomination=True))
    row = next(row for row in found.crs.factors if row.code == "nomination")
    assert str(row.because) == "Nominated by a province or territory"


def test_a_brother_who_gives_nothing_is_not_denied():
    staying = {"accompanying": False, "canadian": False}
    facts = {"marital_status": "married", "partner": staying, "sibling_in_canada": True, "sibling_of": "partner"}
    row = next(row for row in assess(make_profile(**facts)).crs.factors if row.code == "sibling")
    assert (row.points, str(row.because)[:40]) == (0, "The brother or sister is your partner's,")
