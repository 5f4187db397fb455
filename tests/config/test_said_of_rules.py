"""What sentences say of the law is what the rules compute; each of these was said otherwise once, in both languages."""

import re
from collections.abc import Iterable

import polib
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format

from intake.clients.invitation_steps import OWN_WORDS
from intake.guide.documents import DOCUMENTS
from intake.invitation.papers import STAFF_DOCUMENTS
from scoring.experience import Counts, canadian, skilled_work, trade, uses
from scoring.profile import decode
from tests.scoring.making import TODAY, assess, book, celpip, credential, job

ENTRIES = polib.pofile(settings.BASE_DIR / "config/locale/fr/LC_MESSAGES/django.po")

# --- What work counts for ---------------------------------------------------------

CARPENTER = {
    "noc": "72310",
    "in_canada": True,
    "for_canada": True,
    "paid": True,
    "self_employed": False,
    "permitted": True,
    "authorized": True,
    "while_full_time_student": False,
    "qualified_for_trade": True,
}
PROGRAMS = {
    "en": {skilled_work: "Federal Skilled Worker", trade: "Federal Skilled Trades"},
    "fr": {skilled_work: "travailleurs qualifiés (fédéral)", trade: "travailleurs de métiers spécialisés (fédéral)"},
}
NOT_CANADIAN = {
    "en": r"not (count as )?Canadian work experience",
    "fr": r"ne compte pas comme expérience de travail au Canada",
}
NO_POINTS = {"en": r"no points", "fr": r"aucun point"}
# The paragraph of the help on a job, and what is different in the job of which it speaks.
SPOKEN_OF = [
    pytest.param(1, {"self_employed": True}, id="self-employed"),
    pytest.param(2, {"while_full_time_student": True}, id="full-time student"),
    pytest.param(3, {"permitted": False, "authorized": False}, id="not authorized"),
    pytest.param(4, {"authorized": False}, id="a permit without status"),
]


def find_uses(**changed: bool) -> frozenset[Counts]:
    return uses(tuple({**CARPENTER, **changed}.values()), book().on(TODAY))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("place", "changed"), SPOKEN_OF)
def test_the_help_on_a_job_says_what_such_work_counts_for(language, place, changed):
    with translation.override(language):
        said = re.findall(r"<p>(.*?)</p>", render_to_string("intake/more/work.html"))[place]
    counted = find_uses(**changed)
    assert bool(re.search(NOT_CANADIAN[language], said)) is (canadian not in counted)
    assert not re.search(NO_POINTS[language], said), "it counts in the selection grid"
    named = {counts for counts, name in PROGRAMS[language].items() if name in said}
    assert named in (set(), counted & set(PROGRAMS[language]))


def test_work_in_canada_that_is_no_canadian_experience_still_counts_for_the_skilled_worker_program():
    assert canadian in find_uses()
    for one in SPOKEN_OF:
        assert canadian not in find_uses(**one.values[1])
        assert skilled_work in find_uses(**one.values[1])


# --- Funds ------------------------------------------------------------------------

WITHOUT_FUNDS = {
    "date_of_birth": "1996-01-10",
    "marital_status": "never_married",
    "credentials": [credential("masters")],
    "language_tests": [celpip(9)],
    "jobs": [job("2022-01-01", "2025-01-31", country="IN")],
    "settlement_funds_cad": 0,
}
OFFER = {"job_offer": {"noc": "21232", "qualifying": True}, "authorized_to_work_in_canada": True}
EXEMPT = {
    "en": r"(authorized to|may) work in Canada and ha?(ve|s|old|olds) a valid (job )?offer",
    "fr": r"l’autorisation de travailler au Canada et une offre d’emploi valide",
}


def list_sentences_on_funds(client, language: str) -> Iterable[str]:
    with translation.override(language):
        yield str(OWN_WORDS["funds"])
        yield str(DOCUMENTS["funds"])
        yield str(STAFF_DOCUMENTS["funds"])
        yield render_to_string("intake/more/funds.html")
        amount = number_format(15_263, force_grouping=True, use_l10n=True)
    (page,) = re.findall(rf"<p>[^<]*{amount}[^<]*</p>", client.get(f"/{language}/fees/").content.decode())
    yield page


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_is_asked_for_funds_reads_who_need_not_have_them(client, language):
    assert not assess(decode(WITHOUT_FUNDS)).programs["fsw"].eligible
    assert assess(decode(WITHOUT_FUNDS | OFFER)).programs["fsw"].eligible
    for said in list_sentences_on_funds(client, language):
        assert re.search(EXEMPT[language], said), said


# --- Police certificates, and the tie-break ---------------------------------------


def list_forms(entry: polib.POEntry) -> list[str]:
    french = list(entry.msgstr_plural.values()) or [entry.msgstr]
    return [entry.msgid, *filter(None, [entry.msgid_plural]), *french]


def test_no_sentence_asks_for_a_police_certificate_of_canada():
    from_where = r"ountry.* in which .*lived|each in which"
    asked = [entry for entry in ENTRIES if re.search(from_where, entry.msgid)]
    assert len(asked) == 4
    assert [form for entry in asked for form in list_forms(entry) if "Canada" not in form] == []


def test_a_profile_is_submitted_before_the_tie_break_as_ircc_says():
    spoken = [entry for entry in ENTRIES if "tie-break" in entry.msgid and "submitted" in entry.msgid]
    assert len(spoken) >= 4
    wrong = r"at or before|au plus tard"
    assert [form for entry in spoken for form in list_forms(entry) if re.search(wrong, form)] == []
