"""A date that is typed or pasted whole into one box is taken; one that can mean two days is asked about."""

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from intake.clients.imports.fields import read_date
from intake.common.typed_dates import TypedDate, find_month, read_dates
from intake.forms.fields import AnyDayField, DayField, DayRange, MonthAndDayField, MonthField, TypedDayField
from intake.models import Intake
from tests.intake.answers import SINGLE, without

WHOLE = ["1990-03-27", "27/03/1990", "27 March 1990", "March 27, 1990", "27 mars 1990", "03/27/1990", "27.3.1990"]
WHOLE += ["27-Mar-1990", "Mar. 27 1990", "27th of March 1990", "le 27 mars 1990", "27 MARS 1990", "1990/3/27"]
MONTHS = ["2021-03", "March 2021", "mars 2021", "03/2021", "Mar. 2021", "3-2021", "2021/3"]


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_date_is_read_in_both_languages(text):
    assert read_dates(f" {text} ") == [TypedDate("27", "3", "1990")]


@pytest.mark.parametrize(
    "text", ["1er mars 1990", "1 mars 1990", "March 1st, 1990", "1st March 1990", "le 1er mars 1990"]
)
def test_the_first_of_a_month_is_read(text):
    assert read_dates(text) == [TypedDate("1", "3", "1990")]


@pytest.mark.parametrize("text", MONTHS)
def test_a_month_is_read(text):
    assert read_dates(text) == [TypedDate("", "3", "2021")]


def test_day_and_month_that_could_be_either_are_two_readings_and_the_same_twice_is_one():
    assert read_dates("03/04/1990") == [TypedDate("3", "4", "1990"), TypedDate("4", "3", "1990")]
    assert read_dates("04-04-1990") == [TypedDate("4", "4", "1990")]


@pytest.mark.parametrize("text", ["", "27", "1990", "27/03/90", "13/13/1990", "1990-13-01", "00/1990", "27 foo 1990"])
def test_what_is_no_date_is_not_guessed(text):
    assert read_dates(text) == []


@pytest.mark.parametrize(
    ("word", "number"),
    [("jui", None), ("ju", None), ("juin", 6), ("juil.", 7), ("Fevrier", 2), ("août", 8), ("dec", 12), ("sept.", 9)],
)
def test_a_month_that_is_cut_short_is_one_or_none(word, number):
    assert find_month(word) == number


@pytest.mark.parametrize(
    "text", ["14.06.97", "06/14/97", "14 juin 97", "June 14, 97", "14 June '97", "le 14 juin 97", "97-06-14"]
)
def test_a_year_of_two_figures_is_read_where_one_century_alone_is_possible(text):
    assert read_dates(text, 2026) == [TypedDate("14", "6", "1997")]
    assert read_dates(text) == []


@pytest.mark.parametrize(
    ("text", "years"), [("14 June 26", ["1926", "2026"]), ("14 juin 05", ["1905", "2005"]), ("27.6.27", ["1927"])]
)
def test_no_century_is_guessed(text, years):
    assert [one.year for one in read_dates(text, 2026)] == years


@pytest.mark.parametrize("text", ["June 14", "14 juin", "06/97", "31/02/97", "1990"])
def test_two_figures_beside_a_month_alone_are_no_year(text):
    assert read_dates(text, 2026) == []


def boxes(field, values):
    """What the field makes of these boxes."""
    names = field.widget.names("at")
    return field.widget.value_from_datadict(dict(zip(names, values, strict=True)), {}, "at")


@pytest.mark.parametrize("box", [0, 1, 2])
@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_date_is_taken_from_any_box(text, box):
    field = DayField(missing="missing")
    parts = boxes(field, [text if place == box else "" for place in range(3)])
    assert parts == ("27", "3", "1990")
    assert field.clean(parts) == date(1990, 3, 27)


@pytest.mark.parametrize("text", MONTHS)
@pytest.mark.parametrize("box", [0, 1])
def test_a_month_is_taken_from_any_box(text, box):
    field = MonthField(missing="missing")
    assert field.clean(boxes(field, [text if place == box else "" for place in range(2)])) == date(2021, 3, 1)


def test_a_job_takes_a_month_or_a_day():
    field = MonthAndDayField(missing="missing")
    assert field.clean(boxes(field, ["", "mars 2021", ""])) == DayRange(date(2021, 3, 1), date(2021, 3, 31))
    assert field.clean(boxes(field, ["", "", "2021-03-06"])) == DayRange(date(2021, 3, 6), date(2021, 3, 6))


def test_a_date_beside_another_box_stays_as_it_was_typed():
    assert boxes(DayField(), ["1990-03-27", "4", ""]) == ("1990-03-27", "4", "")


def test_another_box_that_says_the_same_decides_what_could_be_either():
    assert boxes(DayField(), ["03/04/1990", "4", ""]) == ("3", "4", "1990")
    assert boxes(DayField(), ["03/04/1990", "3", "1990"]) == ("4", "3", "1990")
    assert boxes(DayField(), ["03/04/1990", "5", ""]) == ("03/04/1990", "5", "")
    assert boxes(MonthField(), ["4", "03/04/1990"]) == ("4", "1990")


def test_a_month_without_its_day_asks_for_the_day_with_the_rest_in_its_boxes():
    field = DayField(missing="missing")
    parts = boxes(field, ["March 1990", "", ""])
    assert parts == ("", "3", "1990")
    with pytest.raises(ValidationError, match="Enter the day, the month and the year"):
        field.clean(parts)


@pytest.mark.parametrize(
    ("field", "language", "said"),
    [
        (DayField, "en", "“03/04/1990” can mean April 3, 1990 or March 4, 1990."),
        (DayField, "fr", "«\xa003/04/1990\xa0» peut vouloir dire 3 avril 1990 ou 4 mars 1990."),
        (MonthField, "en", "“03/04/1990” can mean April 1990 or March 1990."),
        (MonthAndDayField, "fr", "«\xa003/04/1990\xa0» peut vouloir dire 3 avril 1990 ou 4 mars 1990."),
    ],
)
def test_a_date_with_two_meanings_is_refused_with_both_and_stays_in_its_box(field, language, said):
    asked = field(missing="missing")
    empty = [""] * (len(asked.widget.parts) - 1)
    parts = boxes(asked, ["03/04/1990", *empty])
    assert parts == ("03/04/1990", *empty)
    with translation.override(language), pytest.raises(ValidationError) as refused:
        asked.clean(parts)
    assert refused.value.messages[0].startswith(said)


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("03/04/97", "ambiguous", "can mean April 3, 1997 or March 4, 1997. Write the month as a word"),
        ("14/06/05", "several", "can mean June 14, 1905, June 14, 2005 or another day"),
        ("14 juin 05", "century", "can mean June 14, 1905 or June 14, 2005. Write the year with four figures"),
    ],
)
def test_what_a_year_of_two_figures_leaves_open_is_asked(typed, code, said):
    with time_machine.travel("2026-11-30T12:00:00-05:00"), pytest.raises(ValidationError, match=said) as refused:
        DayField().clean(boxes(DayField(), [typed, "", ""]))
    assert refused.value.code == code


def test_a_day_that_may_be_ahead_can_be_of_either_century():
    assert boxes(AnyDayField(), ["14 juin 97", "", ""]) == ("14 juin 97", "", "")
    assert boxes(DayField(), ["14 juin 97", "", ""]) == ("14", "6", "1997")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "typed", ["1997-06-14", "06/14/1997", "14.06.97", "14 juin 1997", "June 14, 1997", "14/6/1997"]
)
def test_staff_and_files_type_a_day_as_people_write_it(typed, language):
    with translation.override(language):
        assert TypedDayField().clean(typed) == date(1997, 6, 14)
        assert read_date(typed) == "1997-06-14"


@pytest.mark.parametrize("typed", ["03/04/1997", "14 juin 05"])
def test_staff_are_asked_which_day_is_meant_and_a_cell_of_a_file_stays_as_it_stands(typed):
    with pytest.raises(ValidationError, match=re.escape(f"“{typed}” can mean")):
        TypedDayField().clean(typed)
    assert read_date(typed) == typed


@pytest.mark.parametrize("typed", ["0190-05-05", "2026-02-30", "a day"])
def test_what_is_no_day_of_this_time_is_read_as_it_stands(typed):
    assert read_date(typed) == typed


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "fr"])
class TestOnThePage:
    """The question about the date of birth."""

    def test_a_pasted_date_goes_on_and_comes_back_in_its_boxes(self, browser_of, language):
        intake = Intake.objects.create(answers=without(SINGLE, "date-of-birth"))
        browser, page = browser_of(intake), f"/{language}/intake/date-of-birth/"
        answered = browser.post(page, {"date_of_birth_day": "27 mars 1990"})
        assert (answered.status_code, "wrong" in answered.url) == (302, False)
        html = browser.get(page).content.decode()
        assert re.search('name="date_of_birth_day"[^>]*value="27"', html)
        assert re.search('<option value="3" selected>', html)
        assert re.search('name="date_of_birth_year"[^>]*value="1990"', html)

    def test_one_with_two_meanings_comes_back_as_it_was_typed_and_escaped(self, browser_of, language):
        intake = Intake.objects.create(answers=without(SINGLE, "date-of-birth"))
        browser, page = browser_of(intake), f"/{language}/intake/date-of-birth/"
        wrong = browser.post(page, {"date_of_birth_day": "03/04/1990"})
        html = browser.get(wrong.url).content.decode()
        assert re.search('name="date_of_birth_day"[^>]*value="03/04/1990"', html)
        assert {"en": "can mean", "fr": "peut vouloir dire"}[language] in html

    def test_no_box_cuts_a_pasted_date_short(self, browser_of, language):
        for path in ("date-of-birth", "jobs/1", "credentials/1", "tests/1"):
            intake = Intake.objects.create(answers=SINGLE)
            assert "maxlength" not in browser_of(intake).get(f"/{language}/intake/{path}/").content.decode()
