"""The search for a unit group by the job title that somebody types, and `manage.py find_occupation`."""

import csv
import io
import json
import sys
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command

from scoring.job_titles.everyday_words import read_meanings, read_passed_over, read_same_words
from scoring.job_titles.genders import find_pairs
from scoring.job_titles.index import build_indexes, get_index
from scoring.job_titles.ranks import read_phrases, read_ranks
from scoring.job_titles.search import search_occupations
from scoring.job_titles.titles import read_titles
from scoring.job_titles.words import keep_telling, split_words
from scoring.occupations import by_code, occupation, title_in

EVERYDAY = Path(__file__).parent / "data" / "everyday_titles.csv"
LANGUAGES = ("en", "fr")
# The sets of the list, and how many titles each has at least.
LEAST_ROWS = {"chosen": 200, "held": 100, "later": 120, "later_held": 120, "school": 20}


def everyday(kind, language):
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["set"], row["language"]) == (kind, language)]


def first_five(text, language="en"):
    return [found.noc for found in search_occupations(text, language)[:5]]


@pytest.mark.parametrize(("language", "count"), [("en", 27_941), ("fr", 29_767)])
def test_every_title_belongs_to_a_unit_group_and_every_group_has_titles(language, count):
    titles = list(read_titles(language))
    assert (len(titles), {title.noc for title in titles}) == (count, set(by_code()))


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LEAST_ROWS)
def test_97_of_100_everyday_titles_find_their_unit_group_among_the_first_five(kind, language):
    rows = everyday(kind, language)
    missed = [row for row in rows if not set(first_five(row["typed"], language)) & set(row["noc"].split())]
    assert sum(row["misspelt"] == "yes" for row in rows) >= len(rows) // 3
    assert len(rows) >= LEAST_ROWS[kind]
    assert len(missed) <= 0.03 * len(rows), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_teaches_or_looks_after_children_finds_their_unit_group_first(language):
    found = {row["typed"]: (first_five(row["typed"], language)[0], row["noc"]) for row in everyday("school", language)}
    assert {typed: pair for typed, pair in found.items() if pair[0] not in pair[1].split()} == {}


@pytest.mark.parametrize(
    ("typed", "language", "nocs"),
    [
        pytest.param("nounou", "fr", {"65229", "31200"}, id="no fortune-teller, no psychologist of children"),
        pytest.param("prof de maths", "fr", {"83110", "72500", "53124"}, id="no mast"),
        pytest.param("prof de maths", "en", {"83110", "72500", "53124"}, id="no mast in the other language"),
    ],
)
def test_what_shares_a_word_by_chance_is_not_shown(typed, language, nocs):
    assert {found.noc for found in search_occupations(typed, language)} & nocs == set()


def test_a_group_that_titles_of_the_other_language_found_is_told_in_this_one():
    assert search_occupations("prof de maths", "en")[0][:2] == ("41220", "Secondary school teachers")
    (found,) = search_occupations("registered nurse", "fr")[:1]
    assert found[:2] == ("31301", title_in(occupation("31301"), "fr"))


@pytest.mark.parametrize(
    ("typed", "language", "noc"),
    [
        pytest.param("line cook", "en", "63200", id="a name that people give it"),
        pytest.param("DEVOPS", "en", "21231", id="capitals"),
        pytest.param("HR manager", "en", "10011", id="a short form"),
        pytest.param("QA engineer", "en", "21231", id="initials of the title itself"),
        pytest.param("personal support worker", "en", "33102", id="one of several titles"),
        pytest.param("plumers", "en", "72300", id="a plural with a slip"),
        pytest.param("driver truck", "en", "73300", id="another order"),
        pytest.param("book keeper", "en", "12200", id="two words for one"),
        pytest.param("highschool teacher", "en", "41220", id="one word for two"),
        pytest.param("farmacist", "en", "31120", id="as it sounds"),
        pytest.param("R.N.", "en", "31301", id="with stops"),
        pytest.param("softw", "en", "21231", id="not typed to the end"),
        pytest.param("infirmière", "en", "31301", id="in the other language"),
        pytest.param("chauffeur de camion", "fr", "73300", id="un autre mot"),
        pytest.param("plumer", "fr", "72300", id="une faute"),
        pytest.param("INFIRMIERE AUXILLIAIRE", "fr", "32101", id="sans accents"),
        pytest.param("électriciennes", "fr", "72200", id="féminin et pluriel"),
        pytest.param("préposée aux bénéficiaires", "fr", "33102", id="féminin"),
        pytest.param("buandière", "fr", "65320", id="un féminin qu'aucun titre n'a"),
    ],
)
def test_a_title_is_found_as_people_type_it(typed, language, noc):
    assert noc in first_five(typed, language)


@pytest.mark.parametrize(
    ("typed", "language", "nocs"),
    [
        pytest.param("developer", "en", ["21232", "21234"], id="before those who develop films"),
        pytest.param("développeuse", "fr", ["21232", "21234"], id="avant qui développe des films"),
        pytest.param("doctor", "en", ["31102", "31100", "31101"], id="before those who treat without medicine"),
        pytest.param("médecin", "fr", ["31102", "31100", "31101"], id="avant les vétérinaires"),
        pytest.param("serveuse", "fr", ["65200"], id="avant qui sert une presse"),
        pytest.param("caissière", "fr", ["65100"], id="avant la banque"),
    ],
)
def test_what_people_mean_by_a_word_stands_before_the_titles_that_have_it(typed, language, nocs):
    assert first_five(typed, language)[: len(nocs)] == nocs


def test_a_title_that_says_more_than_the_everyday_word_is_found_by_itself():
    assert first_five("film developer")[0] == "94153"
    assert first_five("real estate developer")[0] == "10020"
    assert first_five("médecin vétérinaire", "fr")[0] == "31103"


@pytest.mark.parametrize(
    ("typed", "language", "noc"),
    [
        pytest.param("cook supervisor", "en", "62020", id="those who supervise a trade"),
        pytest.param("supervisor of cooks", "en", "62020", id="the other way round"),
        pytest.param("miner superviser", "en", "82020", id="misspelt"),
        pytest.param("tiling team lead", "en", "72014", id="a rank of two words"),
        pytest.param("hairdresser manager", "en", "60040", id="those who manage it"),
        pytest.param("coffee shop supervisor", "en", "62020", id="by the place of it"),
        pytest.param("finance assistant", "en", "14200", id="those who help"),
        pytest.param("superviseure de baristas", "fr", "62020", id="au féminin"),
        pytest.param("chef d'équipe jardiniers", "fr", "82031", id="un rang de plusieurs mots"),
        pytest.param("directrice de garderie", "fr", "40030", id="qui dirige"),
    ],
)
def test_a_rank_beside_a_trade_finds_the_group_of_that_rank(typed, language, noc):
    assert noc in first_five(typed, language)


def test_a_title_that_has_the_rank_itself_stands_before_the_group_of_the_rank():
    assert search_occupations("electrician supervisor", "en")[0][:2] == ("72011", "Electricians supervisor")
    assert search_occupations("construction manager", "en")[0][:2] == ("70010", "Construction manager")


def test_every_rank_is_of_unit_groups_that_exist():
    assert [set(rank.phrases) for rank in read_ranks()] == [set(LANGUAGES)] * 3
    for rank in read_ranks():
        assert set(rank.groups) <= set(by_code())
        starts = {start for below in rank.groups.values() for start in below}
        assert not {start for start in starts if not any(code.startswith(start) for code in by_code())}


def test_a_phrase_of_known_words_is_no_slip_in_another():
    assert "70010" not in first_five("miner supervisor")


def test_the_title_that_matched_is_told_and_the_exact_one_comes_first():
    assert search_occupations("Barista", "en")[0][:2] == ("65201", "Barista")


@pytest.mark.parametrize("text", ["", "  ", "!?", "zzzzqqqqxx", "x" * 5000])
def test_what_is_no_title_finds_nothing(text):
    assert search_occupations(text, "en") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_everyday_phrase_means_what_some_title_says(language):
    titles = get_index(language)
    have = [{*entry.main, *entry.aside} for entry in titles.entries]
    for phrase, meant_by in read_meanings(language).items():
        for meant in meant_by:
            numbers = {titles.number(word) for word in keep_telling(list(meant), language)}
            assert any(numbers <= words for words in have), f"{phrase}: no title says {meant}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_means_the_same_is_in_some_title(language):
    unknown = {
        word
        for words in read_same_words(language).values()
        for word in words
        if get_index(language).number(word) is None
    }
    assert not unknown
    assert read_passed_over(language)


def test_genders_are_learned_from_the_titles():
    assert list(find_pairs("Opticien autorisé/opticienne autorisée")) == [
        ("opticienne", "opticien"),
        ("autorisee", "autorise"),
    ]
    assert get_index("fr").number("coiffeuses") == get_index("fr").number("coiffeur")


def test_initials_in_brackets_are_learned_from_the_titles():
    assert get_index("en").initials["qa"] == ("quality", "assurance")
    assert split_words("R.N. (night)") == ["rn", "night"]


def test_both_indexes_are_there_once_they_were_built_ahead():
    get_index.cache_clear()
    build_indexes()
    assert get_index.cache_info().currsize == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_takes_a_tenth_of_a_second_at_most(language):
    rows = everyday("chosen", language)[:60]
    search_occupations("x", language)
    times = []
    for row in rows:
        begun = process_time()
        search_occupations(row["typed"], language)
        times.append(process_time() - begun)
    assert sorted(times)[int(0.9 * len(times))] < 0.1


def run(*arguments):
    out = io.StringIO()
    call_command("find_occupation", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_first_ten_best_first():
    lines = run("truck", "driver").strip().splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("73300  Transport truck drivers (")


def test_the_command_reads_one_title_a_line_and_answers_in_json(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("plombier\n\nsoudeur\n"))
    plumber, nothing, welder = map(json.loads, run("--language", "fr", "--json", "-").splitlines())
    assert plumber[0] == {"noc": "72300", "title": "Plombiers/plombières", "matched": "Plombier/plombière"}
    assert nothing == []
    assert welder[0]["noc"] == "72106"


def test_a_title_that_finds_nothing_is_an_error():
    with pytest.raises(CommandError, match="zzzzqqqqxx"):
        run("zzzzqqqqxx")


def test_a_phrase_of_a_rank_that_tells_nothing_is_refused():
    """It would be found in everything that is typed."""
    with pytest.raises(ValueError, match="tells nothing"):
        read_phrases(["supervisor", "-"], "en")
