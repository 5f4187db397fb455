"""The pages of the guide: each begins with a plain first answer."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.guide.credential_assessments import find_results, list_bodies, list_professional_bodies
from intake.guide.documents import SITUATIONS, describe_police_rules, list_documents, list_on_request
from intake.guide.fees import Family, work_out_costs
from intake.guide.glossary import list_terms
from scoring.apps import rulebook
from scoring.rulebook import Rules
from scoring.streams import STREAMS

# As many as the questionnaire lets a family have, without the applicant.
MOST_CHILDREN = 29


@require_safe
def show_fees(request: HttpRequest) -> HttpResponse:
    """What a family pays to IRCC, and the money it must show."""
    family = Family(partner=bool(read_count(request.GET, "partner", 1)), children=read_count(request.GET, "children"))
    context = {"costs": work_out_costs(get_rules(), family), "numbers": range(MOST_CHILDREN + 1)}
    return render(request, "intake/guide/fees.html", context)


@require_safe
def show_times(request: HttpRequest) -> HttpResponse:
    """How long an application takes, as IRCC says."""
    table = get_rules()["guide/processing_times"]
    times = [(STREAMS[program], row["months"], row["people_waiting"]) for program, row in table.cells.items()]
    context = {"times": times, "source": table.source, "sources": [table.source]}
    return render(request, "intake/guide/times.html", context)


@require_safe
def show_documents(request: HttpRequest) -> HttpResponse:
    """The documents after an invitation, for one's own situation, as a list to tick and print."""
    rules, chosen = get_rules(), read_chosen(request.GET, SITUATIONS)
    context = {
        "situations": [(code, words, code in chosen) for code, words in SITUATIONS.items()],
        "documents": list(list_documents(rules, chosen)),
        "on_request": list(list_on_request(rules)),
        "days": rules["invitation/deadlines"].points("application"),
    }
    return render(request, "intake/guide/documents.html", context | describe_police_rules(rules))


@require_safe
def show_assessments(request: HttpRequest) -> HttpResponse:
    """Who assesses diplomas from outside Canada, and what the words of a report stand for."""
    rules, typed = get_rules(), request.GET.get("q", "").strip()
    names = ("guide/eca_bodies", "guide/eca_results", "education/professional_bodies", "education/validity")
    context = {
        "years": rules["education/validity"].points("eca"),
        "bodies": list_bodies(rules),
        "professions": list_professional_bodies(rules),
        "typed": typed,
        "results": find_results(rules, typed),
        "sources": [rules[name].source for name in names],
    }
    return render(request, "intake/guide/assessments.html", context)


@require_safe
def show_glossary(request: HttpRequest) -> HttpResponse:
    """The terms of Express Entry in plain words."""
    return render(request, "intake/guide/glossary.html", {"terms": list_terms(get_rules())})


def get_rules() -> Rules:
    """The tables of today."""
    return rulebook().on(timezone.localdate())


def read_count(given: QueryDict, name: str, most: int = MOST_CHILDREN) -> int:
    """A whole number from 0 to `most`; 0 for anything else that an address may say."""
    asked = given.get(name, "")
    # These very texts: `int` would also take signs, blanks and the figures of other scripts.
    return int(asked) if asked in {str(number) for number in range(most + 1)} else 0


def read_chosen(given: QueryDict, names: Iterable[str]) -> frozenset[str]:
    """Those of these names that were ticked."""
    return frozenset(given) & frozenset(names)
