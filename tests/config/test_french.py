"""The French: IRCC's own terms, no calque that was mended once, and every number with its noun."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from scoring.table_files import editions

CATALOGUE = settings.BASE_DIR / "config/locale/fr/LC_MESSAGES/django.po"
ENTRIES = polib.pofile(CATALOGUE)
NBSP = "\u00a0"

# What a sentence must not say, and what `docs/words.md` has for it.
NOT_OURS = {
    r"\bpartenaires?\b": "époux ou conjoint de fait; votre conjoint ou conjointe",
    r"\bdépartage\b": "règle de bris d’égalité",
    r"\b[Gg]enres? de rondes?\b": "type de ronde",
    r"fondées? sur les catégories": "axée sur les catégories",
    r"(conventions?|ententes?) de (services|consultation)|contrat de service\b": "contrat de services, de consultation",
    r"Compétences linguistiques en français": "compétence linguistique en français",
    r"expérience de travail canadienne": "expérience de travail au Canada",
    r"(?<!preuve de )(?<!Preuve de )\b[Ff]onds d’établissement|[Aa]rgent pour s’établir": "fonds pour l’établissement",
    r"(?<![Cc]atégorie )(?<![Cc]atégories )\bFEER\b": "catégorie FEER",
    r"adresses? courriel\b": "adresse de courriel",
    r"dans la CNP": "dans la profession CNP 21232, code 21232 de la CNP",
    r"professionnel autorisé": "personne autorisée à donner des conseils en immigration",
    r"\btests? linguistiques?": "test de langue",
    r"\badresses? (de )?réseau\b": "adresse IP",
    r"\b[Nn]otes? Entrée express": "note au titre du SCG",
    r"\bart\. \d[\d.]*\(": "par. 75(2), al. 75(2)a)",
    r"\bhabiletés\b": "compétences",
}
CALQUES = {
    r"^(non |n’est plus )?rempli\b": "exigence satisfaite",
    r"programmes? (n’est |est |ne peut être |ne peuvent être )?(remplie?s?|satisfaite?s?)\b": "être admissible à",
    r"rempli\w* (au moins )?(un|lesquels|l’un) (de ces|des) (trois )?programmes": "être admissible à",
    r"\bnotes? (la |les )?(plus \w+ )?(qui )?(a |ont )?(été )?invitées?\b|invite les notes": "la personne est invitée",
    r"ronde\w* .{0,20}(vous inviter|vous conviennent)|(convien\w+) à (vo|m)s? ?réponses": "correspondre à",
    r"Toutes les quelques": "périodiquement",
    r"\bdu (\{test\}|%\(test\)s|IELTS)": "au test",
    r"ne compt\w+ pour rien": "ne donner aucun point",
    r"questions ont été (répondues|remplies)|vous êtes connecté|onnectez-vous": "répondre à; ouvrir une session",
    r"Toutes nos excuses": "Nous vous présentons nos excuses",
    r"(, | )pas le gouvernement": "sans lien avec",
    r"\blà-bas\b": "dans votre compte d’IRCC",
    r"\btenue?s? pour vrai": "considéré comme acquis",
    r"\b[Rr]ondes qui (s’ouvrent|se ferment)": "rondes auxquelles vous auriez accès, n’auriez plus accès",
    r"\binconnue?s? de nous\b": "nous n’en connaissons pas",
    r"\brègle derrière\b": "la règle qui justifie",
    r"\b[Ss]ous le NCLC\b": "niveau inférieur au NCLC 4",
    r"\bparmi les indésirables\b": "dans le courrier indésirable",
    r"^Que votre époux|entendre parler": "devrait; recevoir un avis",
    r"^[Pp]lus (en vigueur|valide)|[:(] ?\u00a0?plus (valide|maintenant)": "n’est plus",
    r"^[Dd]ésigné\b|^Pas désigné|\b(été|serait|être) invités?\b|\bnotre client\b|Vous seul\b": "les deux genres",
    r"donner(ait|aient|a) %\(\w+\)[sd] de plus.?$(?<!%\(more\)s de plus)": "points de plus",
}
TYPOGRAPHY = {
    r" [:»$]|« ": "no-break space",
    r"\u00a0[;?!]| [;?!]": "no space before ; ? !",
    r"(?<!\w)'|'(?=\w)": "’",
    r"\d \d{3}\b": "no-break space in a number",
}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def found(rules: dict[str, str]) -> list[str]:
    """The sentences that break a rule, each with what belongs there."""
    return [
        f"{form!r}: {instead}"
        for entry in ENTRIES
        for form in forms(entry)
        for pattern, instead in rules.items()
        if not form.startswith("https:") and re.search(pattern, form)
    ]


@pytest.mark.parametrize("rules", [NOT_OURS, CALQUES, TYPOGRAPHY], ids=["terms", "calques", "typography"])
def test_no_sentence_says_what_was_mended(rules):
    assert found(rules) == []


def test_no_citation_says_what_was_mended():
    cited = {table.source.cite_fr for tables in editions().values() for table in tables}
    day_in_figures = r"\d{4}-\d{2}-\d{2}"
    assert [
        one for one in cited if any(re.search(pattern, one) for pattern in (*NOT_OURS, *TYPOGRAPHY, day_in_figures))
    ] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "Votre partenaire viendra-t-il?",
        "Genres de ronde",
        "rempli",
        "aucun programme n’est satisfait",
        "était la note la plus basse invitée",
        "IRCC invite les notes les plus élevées",
        "Vos résultats du {test} ont deux ans",
        "Les résultats du %(test)s cessent de compter",
        "%(thing)s\u00a0: plus valide le %(day)s",
        "NCLC %(to)d ici donnerait %(more)d de plus",
        "FEER de la profession",
        "Réservez un test linguistique",
        "RIPR, art. 75(2)",
        "Rondes qui se ferment à vous",
        "la règle derrière chaque point",
    ],
)
def test_the_rules_find_what_was_wrong(wrong):
    assert any(re.search(pattern, wrong) for pattern in (*NOT_OURS, *CALQUES))


# ---- numbers with their nouns

PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%d")
# Their number is never 0 or 1, so that they need no singular: hours of a year, amounts, ages, cut-offs, all of a list.
NEVER_ONE = {
    "age",
    "cutoff",
    "hours",
    "least",
    "limit",
    "mark",
    "most",
    "number",
    "one",
    "reached",
    "to",
    "total",
    "trades",
}
NEVER_ONE |= {"crs", "points", "week", "window", "years", "years_back"}
INVARIABLE = {"d", "de", "est", "sont", "dont", "à"}
NO_PLURAL = r"(?!(?:mois|fois|dans|dès|des|sans|plus|vous|puis|pas|ans ou plus)\b)"


def plurals() -> Iterator[polib.POEntry]:
    return (entry for entry in ENTRIES if entry.msgid_plural)


def counted(entry: polib.POEntry) -> str:
    """The name of the place that is counted: the words after it differ, or only the plural has it."""
    one, many = map(places, (entry.msgid, entry.msgid_plural))
    return next((place for place in many if one.get(place) != many[place]), next(iter(many)))


def places(words: str) -> dict[str, str]:
    """Each place to fill in, and the words after it."""
    return {match[0]: words[match.end() :][:30] for match in PLACE.finditer(words)}


def filled(words: str, place: str, number: int) -> str:
    """A sentence with this number in the counted place and another one in all others."""
    return PLACE.sub(lambda m: str(number) if m[0] == place else "12", words)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_plural_agrees_with_its_number(language, number):
    """In French 0 and 1 take the singular, in English 1 alone."""
    single = number < 2 if language == "fr" else number == 1
    wrong = []
    for entry in plurals():
        with translation.override(language):
            words = ngettext(entry.msgid, entry.msgid_plural, number)
        said = filled(words, counted(entry), number)
        noun = re.search(rf"\b{number} {NO_PLURAL}(\w+)", said)
        if noun and language == "fr" and noun[1].endswith(("s", "x")) == single and noun[1] not in INVARIABLE:
            wrong.append(said)
        assert words == (entry.msgid if single else entry.msgid_plural) or language == "fr"
    assert wrong == []


def test_every_number_before_a_noun_is_a_plural_of_the_catalogue():
    plural_noun = re.compile(rf"(?:%\((\w+)\)[sd]|\{{(\w+)\}}) {NO_PLURAL}(\w+s)\b")
    wrong = [
        entry.msgstr
        for entry in ENTRIES
        if not entry.msgid_plural
        for match in plural_noun.finditer(entry.msgstr)
        if (match[1] or match[2]) not in NEVER_ONE
    ]
    assert wrong == []
