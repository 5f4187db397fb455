"""The French: IRCC's own terms, no calque that was corrected once, and every number with its noun."""

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
    r"[Tt]itulaires? d(e|’un) permis": "personne autorisée à donner des conseils en immigration",
    r"\balertes? de rondes?\b": "alertes sur les rondes",
    r"fin de la pause": "délai d’attente; la suspension des envois est autre chose",
    r"\b[Ee]mplacements?\b": "champ de fusion",
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
    r"[Qq]uestion répondue": "réponse donnée à la question",
    r"\badmissible\u00a0: %": "admissible à",
    r"\bsans NCLC\b": "sans atteindre le NCLC",
    r"\b(a|ont) fait un travail qualifié": "expérience de travail qualifié",
    r"^Que votre époux|entendre parler": "devrait; recevoir un avis",
    r"^[Pp]lus (en vigueur|valide)|[:(] ?\u00a0?plus (valide|maintenant)": "n’est plus",
    r"^[Dd]ésigné\b|^Pas désigné|\b(été|serait|être) invités?\b|\bnotre client\b|Vous seul\b": "les deux genres",
    r"donner(ait|aient|a) %\(\w+\)[sd] de plus.?$(?<!%\(more\)s de plus)": "points de plus",
    # In sentences `more` and `apart` are points with their noun.
    r"(?<!donnerait )(?<!donneraient )(?<!donne )%\((?!apart\b)\w+\)[sd] de (plus|moins|trop)\b": "points de plus",
    # What stands alone in a list, a page or a message names what it is about; only the score has been named before.
    r"^(Ils?|Elles?) (?!(y|n’y|reste|manque|faut|s’agit|se peut|(vous|lui|en|vous en) (faut|manque))\b)"
    r"(?!n’est pas (indiqué|nécessaire)|est (supérieure|égale) à la note)": "le nom plutôt que le pronom",
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
        "vous pourriez être admissible\u00a0: %(opens)s",
        "aucune alerte de rondes",
        "la vôtre est de 480 (%(above)s de plus)",
        "note d’au moins %(crs)s, soit %(missing)s de moins que la dernière note minimale",
        "Et %(more)s de plus\u00a0:",
        "Il ne peut pas être rédigé\u00a0: la raison figure dans le journal du site.",
        "Elle a expiré\u00a0: je n’ai ni présenté de demande ni refusé à temps",
    ],
)
def test_the_rules_find_what_was_wrong(wrong):
    assert any(re.search(pattern, wrong) for pattern in (*NOT_OURS, *CALQUES))


# ---- people, on pages that anybody reads

# Each noun for people that has a feminine of its own, and that feminine; both in the singular.
FEMININES = {
    "adjoint": "adjointe",
    "agent": "agente",
    "ami": "amie",
    "apprenti": "apprentie",
    "avocat": "avocate",
    "candidat": "candidate",
    "citoyen": "citoyenne",
    "client": "cliente",
    "conjoint": "conjointe",
    "conseiller": "conseillère",
    "consultant": "consultante",
    "cuisinier": "cuisinière",
    "demandeur": "demandeuse",
    "employé": "employée",
    "étudiant": "étudiante",
    "immigrant": "immigrante",
    "pharmacien": "pharmacienne",
    "plombier": "plombière",
    "représentant": "représentante",
    "résident": "résidente",
    "ressortissant": "ressortissante",
    "traducteur": "traductrice",
    "travailleur": "travailleuse",
    "visiteur": "visiteuse",
}
# IRCC's own terms, the names of programs, forms and bodies, and a verb: no masculine of ours.
OF_IRCC = re.compile(
    r"travailleurs qualifiés \(fédéral\)|travailleurs de métiers spécialisés \(fédéral\)"
    r"|Programme de sélection des travailleurs qualifiés|[Pp]rogrammes? des candidats des provinces"
    r"|candidat invité le moins bien classé|[Éé]poux ou (le )?conjoint de fait"
    r"|Collège des consultants en immigration et en citoyenneté|services d’un représentant \(IMM 5476\)"
    r"|vous conseiller|[Ii]dentificateur unique de client|[Ss]tatut de résident temporaire|^https:\S+"
)
# What only staff, or the programs of the firm, read.
OF_STAFF = re.compile(
    r"admin|/staff|staff_|management/|draws/models/|intake/models/(?!file_records)"
    r"|draws/(correspondence|corrections|feed|mailings|matching|outbox|publishing|reminders|rounds|rule_changes)"
    r"|draws/extensions/write|clients/(imports|retention|stages|import)|webhooks"
)


def list_masculine_alone(french: str) -> list[str]:
    """The nouns for people that a sentence has in the masculine alone, IRCC's own terms left out."""
    ours = OF_IRCC.sub("", french)
    return [
        masculine
        for masculine, feminine in FEMININES.items()
        if re.search(rf"\b{masculine}s?\b", ours, re.IGNORECASE)
        and not re.search(rf"\b{feminine}s?\b", ours, re.IGNORECASE)
    ] + re.findall(r"\b(?:un|le|du|au|ce) titulaire\b", ours)


def is_read_by_anybody(entry: polib.POEntry) -> bool:
    """Whether a page or message of the site says it, and not the desk alone."""
    return any(not OF_STAFF.search(path) for path, _line in entry.occurrences)


def test_no_sentence_of_the_site_has_the_masculine_alone_for_people():
    read = [entry for entry in ENTRIES if is_read_by_anybody(entry)]
    assert len(read) > len(ENTRIES) / 3
    assert [form for entry in read for form in forms(entry) if list_masculine_alone(form)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "Des consultants autorisés donnent des conseils",
        "Le Québec choisit ses propres travailleurs qualifiés",
        "votre conjoint ou conjointe, à titre de demandeur principal",
        "les %(total)s candidats du bassin",
        "soumettre vous-même un profil, sans représentant",
        "À titre de travailleur, d’étudiant ou de visiteur",
        "Une liste de clients où vous figurez",
        "pour le titulaire d’un permis",
    ],
)
def test_the_masculine_alone_is_found(wrong):
    assert list_masculine_alone(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "le Programme des travailleurs qualifiés (fédéral)",
        "la note du candidat invité le moins bien classé",
        "Votre époux ou conjoint de fait",
        "votre conseiller ou conseillère",
        "Des consultantes et consultants autorisés",
    ],
)
def test_terms_of_ircc_and_both_genders_are_left_alone(right):
    assert list_masculine_alone(right) == []


# ---- numbers with their nouns

PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%d")
# Numbers that are never 0 or 1, so that they need no singular.
NEVER_ONE = {
    "age": "full years of a life, of which the rules name none below 17",
    "cutoff": "the lowest of all was 75",
    "hours": "of a full week or year of work, and more",
    "least": "the least points on a province's own grid",
    "mark": "the pass mark",
    "most": "rows, letters and files that are allowed at once, and the points of a whole grid",
    "number": "rows, rounds and people, where the template says another sentence of one",
    "one": "dollars",
    "pool": "candidates in the pool",
    "to": "an age from which the points are others",
    "trades": "the trades of a list",
    "week": "hours of a full week",
    "window": "years counted back",
    "years": "years counted back, that a test or an assessment lasts, or full years where one has its own sentence",
    "years_back": "years counted back, in words",
}
INVARIABLE = {"au", "d", "de", "est", "ou", "sont", "dont", "à"}
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
