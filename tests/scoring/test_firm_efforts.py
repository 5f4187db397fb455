"""A firm's own weeks and costs: an edition of `guide/efforts` of its own, shown with its citation."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from intake.result.way_display import WayDescriber
from scoring.assess import assess
from scoring.plans.combinations import list_plans
from scoring.plans.efforts import estimate_effort, find_least_weeks
from scoring.plans.single_changes import list_rungs
from scoring.profile import decode
from scoring.reasons import Reason
from scoring.rulebook import load
from scoring.table import RuleError
from scoring.table_files import FIRMS_OWN
from tests.scoring.making import book
from tests.scoring.people import GRADUATE, NURSE, ON
from tests.scoring.test_plans import ROUNDS
from tests.scoring.test_rulebook import firm_table

HEAD = """
[[table]]
effective = 2026-11-01
cite = "The firm's figures"
cite_fr = "Chiffres du cabinet"
url = "https://example.org/costs"
verified_on = 2026-12-01
columns = ["effort", "weeks", "cad"]
rows = [
"""
KNOWN = {
    "eca": (2, 8, 260),
    "ability_up": (3, 4, 350),
    "all_abilities": (4, 4, 350),
    "french_up_7": (6, 26, 1900),
    "first_french_7": (9, 52, 2400),
    "new_permit": (9, 16, 255),
}


def write_edition(known=KNOWN, without=()):
    """The text of an edition with these figures in it, and all other rows as they are shipped."""
    (shipped,) = book().editions["guide/efforts"]
    cells = {name: tuple(row.values()) for name, row in shipped.cells.items()} | known
    rows = ([name, *row] for name, row in cells.items() if name not in without)
    return HEAD + "".join(f"  {row!r},\n".replace("'", '"') for row in rows) + "]\n"


@pytest.fixture
def rules(tmp_path):
    """The shipped tables and the firm's edition."""
    return load(firm_table(tmp_path, write_edition(), "guide/efforts"))


def say(effort, *, costs=False):
    """The sentence of an effort, on one line."""
    said = render_to_string("intake/result/effort.html", {"effort": effort, "costs": costs})
    return " ".join(said.replace("\xa0", " ").split())


def test_the_ladder_says_the_firms_figures_with_its_citation(rules):
    rungs = {one.option.because.code: one.effort for one in list_rungs(assess(decode(GRADUATE), ON, rules))}
    sentence = "Time: about 4 weeks. Cost: about 350 Canadian dollars. (The firm's figures, Dec. 1, 2026)"
    assert say(rungs["all_abilities"]).replace("&#x27;", "'") == sentence
    with override("fr"):
        assert say(rungs["all_abilities"]) == (
            "Durée : environ 4 semaines. Coût approximatif, en dollars canadiens : 350. "
            "(Chiffres du cabinet, 1er décembre 2026)"
        )


def test_a_plan_adds_up_the_costs_and_takes_the_longest_time(rules):
    now = assess(decode(GRADUATE), ON, rules)
    plans = {plan.names: plan for plan in list_plans(now)}
    year = plans["ability_up-reading-10", "canadian_year"]
    assert (year.cad, year.source) == (None, rules.on(ON)["guide/efforts"].source), "what a year costs is not known"
    first = now.on
    ready = plans[("all_abilities-10",)]
    assert (ready.cad, ready.weeks, (ready.day - first).days) == (350, 4, 29)
    assert say(ready).startswith("Time: about 4 weeks. Cost: about 350 Canadian dollars. (The firm")


def test_a_way_says_them_too_and_without_an_edition_that_nothing_is_known(rules):
    said = {}
    for name, tables in (("firm", rules), ("shipped", book())):
        now = assess(decode(NURSE), ON, tables)
        ways = list(WayDescriber(now, now, list_plans(now), None).describe_all(ROUNDS))
        page = render_to_string("intake/result/ways.html", {"ways": ways, "for_staff": True, "now": now, "basis": now})
        said[name] = " ".join(page.replace("\xa0", " ").split())
    assert "(The firm&#x27;s figures, Dec. 1, 2026)" in said["firm"]
    assert "figures" not in said["shipped"]
    assert "Time and cost: not known." in said["shipped"]


@pytest.mark.parametrize(
    ("work", "permit", "cad"),
    [(90, 255, 345), (0, 255, 255), (90, "not known", None), ("not known", 255, None)],
)
def test_a_year_that_needs_a_permit_costs_what_both_do(tmp_path, work, permit, cad):
    known = KNOWN | {"canadian_year_goes_on": (4, "not known", work), "new_permit": (9, 16, permit)}
    rules = load(firm_table(tmp_path, write_edition(known), "guide/efforts"))
    now = assess(decode(GRADUATE | {"work_permit_until": "2027-02-15"}), ON, rules)
    year = next(plan for plan in list_plans(now) if plan.names == ("canadian_year",))
    (effort,) = year.efforts
    assert (effort.effort, effort.weeks, effort.cad) == (9, 17, cad)


@pytest.mark.parametrize(("permit", "weeks", "least"), [(16, 68, 68), ("not known", None, 52)])
def test_a_year_that_begins_with_a_new_permit_takes_the_weeks_of_both(tmp_path, permit, weeks, least):
    table = write_edition(KNOWN | {"new_permit": (9, permit, 255)})
    rules = load(firm_table(tmp_path, table, "guide/efforts")).on(ON)
    year = Reason("canadian_year_permit", permit=date(2027, 2, 15))
    assert (estimate_effort(year, rules).weeks, find_least_weeks(year, rules)) == (weeks, least)


def test_the_weeks_of_a_change_itself_have_no_source():
    study = next(
        plan for plan in list_plans(assess(decode(GRADUATE), ON, book())) if "credential-one_year" in plan.names
    )
    assert (study.weeks, study.source) == (52, None)
    assert say(study) == "Time: 52 weeks."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(write_edition(without=["eca"]), "rows are missing: ['eca']", id="a missing row"),
        pytest.param(
            write_edition(KNOWN | {"eca": (11, 8, 260)}), "(eca): the effort is no number from 1", id="effort"
        ),
        pytest.param(write_edition(KNOWN | {"eca": (2, 0, 260)}), "(eca): weeks is 0, and not", id="no week"),
        pytest.param(write_edition(KNOWN | {"eca": (2, 8, "a lot")}), "(eca): cad is 'a lot', and not", id="words"),
        pytest.param(write_edition().replace('"cad"]', '"dollars"]'), "the columns are", id="columns"),
    ],
)
def test_an_edition_that_the_pages_could_not_read_stops_the_start(tmp_path, text, said):
    with pytest.raises(RuleError, match=r"guide/efforts\.toml") as error:
        load(firm_table(tmp_path, text, "guide/efforts"))
    assert said in str(error.value)


@pytest.mark.parametrize("name", sorted(FIRMS_OWN))
def test_the_firms_own_figures_need_no_address(name):
    shipped = book().editions[name]
    assert [(edition.source.url, edition.source.page("fr")) for edition in shipped] == [("", "")] * len(shipped)
    assert all(edition.source.cited and edition.source.cite_fr for edition in shipped)


def test_an_edition_of_a_firm_may_leave_the_address_out(tmp_path):
    text = write_edition().replace('url = "https://example.org/costs"\n', "")
    source = load(firm_table(tmp_path, text, "guide/efforts")).on(ON)["guide/efforts"].source
    assert source.address == ""
    shown = render_to_string("intake/source_link.html", {"url": source.address, "words": source.cited})
    assert shown == "<span>The firm&#x27;s figures</span>", "no link"


def test_an_edition_from_before_the_later_rows_is_read_with_them_not_known(tmp_path):
    older = write_edition(without=["new_permit", "second_credential"])
    read = load(firm_table(tmp_path, older, "guide/efforts"))
    firm, shipped = read.on(ON)["guide/efforts"], book().editions["guide/efforts"][0]
    for name in ("new_permit", "second_credential"):
        effort = shipped.cells[name]["effort"]
        assert firm.cells[name] == {"effort": effort, "weeks": "not known", "cad": "not known"}
    assert firm.cells["eca"] == {"effort": 2, "weeks": 8, "cad": 260}
    assert firm.cells.keys() == shipped.cells.keys()


def test_the_edition_is_of_its_own_day(rules):
    before = rules.on(date(2026, 10, 31))["guide/efforts"]
    assert (before.source.effective, rules.on(ON)["guide/efforts"].source.cited) == (
        date(2015, 1, 1),
        "The firm's figures",
    )
