"""Every cell of the conversion charts, and which of several tests counts."""

import json
from datetime import date
from pathlib import Path

import pytest

from scoring.language import levels
from scoring.profile import ABILITIES, LanguageTest
from tests.scoring.making import assess, book, celpip, credential, french, make_profile, points

CHARTS = json.loads((Path(__file__).parent / "data" / "tables.json").read_text())["clb"]
NAMES = {
    "IELTS_GT": ("ielts_general", "old", 0.5),
    "CELPIP_G": ("celpip_general", "old", 1),
    "PTE_CORE": ("pte_core", "old", 1),
    "TEF_CANADA_equivalence_ancien_score": ("tef_canada", "old", 1),
    "TEF_CANADA_699_tests_from_2023_12_11_not_for_EE_profile": ("tef_canada", "699", 1),
    "TCF_CANADA": ("tcf_canada", "old", 1),
}
CELLS = [
    pytest.param(chart, ability, int(level), lowest, id=f"{chart} {ability} {level}")
    for chart in NAMES
    for ability in ABILITIES
    for level, lowest in CHARTS[chart][ability].items()
]


def level_in(test, ability):
    return levels(test, book().on(date(2026, 9, 15))).abilities[ABILITIES.index(ability)]


@pytest.mark.parametrize(("chart", "ability", "level", "lowest"), CELLS)
def test_the_lowest_score_of_a_level_has_it_and_one_step_less_has_not(chart, ability, level, lowest):
    name, scale, step = NAMES[chart]

    def level_of(score):
        scores = dict.fromkeys(ABILITIES, lowest if name != "tcf_canada" else 10) | {ability: score}
        if name == "tef_canada" and scale == "old":
            scores = dict.fromkeys(ABILITIES, 100) | {ability: score}
        test = LanguageTest(test=name, taken_on=date(2026, 1, 1), scale=scale, **scores)
        return level_in(test, ability)

    assert level_of(lowest) == level
    assert level_of(lowest - step) in {level - 1, 0}


@pytest.mark.parametrize(
    ("ability", "score", "level"),
    [
        ("listening", 7.0, 7),
        ("listening", 6.5, 7),
        ("reading", 7.5, 9),
        ("reading", 5.5, 6),
        ("reading", 4.5, 5),
        ("speaking", 4.5, 4),
    ],
)
def test_a_score_between_two_rows_has_the_lower_level(ability, score, level):
    test = LanguageTest(
        test="ielts_general", taken_on=date(2026, 1, 1), **(dict.fromkeys(ABILITIES, 5.0) | {ability: score})
    )
    assert level_in(test, ability) == level


def test_scores_of_two_sittings_are_never_mixed():
    profile = make_profile(language_tests=[celpip((9, 9, 5, 5)), celpip((5, 5, 9, 9))])
    rows = points(profile)
    assert sorted(rows[f"first_language_{ability}"] for ability in ABILITIES) == [6, 6, 31, 31]


def test_of_several_tests_the_valid_one_that_gives_most_counts():
    profile = make_profile(language_tests=[celpip(8), celpip(10, taken_on="2024-01-15"), celpip(7)])
    assert points(profile)["first_language_reading"] == 23


def test_most_is_of_the_total_not_of_the_language_points():
    """Four even abilities open transferability that a higher sum with one gap does not."""
    uneven, even = celpip((10, 10, 10, 6)), celpip((9, 9, 9, 9))
    facts = {"credentials": [credential("masters")]}
    both = assess(make_profile(language_tests=[uneven, even], **facts)).crs
    assert both.first.test.reading == 9
    assert both.total == assess(make_profile(language_tests=[even], **facts)).crs.total


def test_the_better_order_of_languages_is_kept_and_said():
    profile = make_profile(language_tests=[celpip(5), french(9)])
    found = assess(profile)
    assert found.crs.first_official_language == "fr"
    assert [caveat.code for caveat in found.caveats] == ["french_first"]
    assert (
        found.crs.total
        > assess(make_profile(language_tests=[celpip(5), french(9)], first_official_language="en")).crs.total
    )


def test_the_order_that_the_person_named_is_kept():
    profile = make_profile(language_tests=[celpip(5), french(9)], first_official_language="en")
    assert assess(profile).crs.first_official_language == "en"
