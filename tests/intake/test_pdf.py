"""The PDFs: tagged, titled, in the reader's language, with the same words as the page; and a site without Pango."""

import io
import re
import time
from copy import deepcopy
from html import unescape

import pypdf
import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override

from draws.feed import importer, parser
from intake import tasks
from intake.models import Intake, Paper
from intake.pdf import make_pdf
from intake.pdf.make_pdf import KEPT
from intake.result import pdf
from intake.result.page_context import get_parts
from tests.draws.factories import PublishedDrawFactory
from tests.intake import lives
from tests.intake.answers import COUPLE, SINGLE
from tests.intake.pdfs import get_pdf, make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# French takes more room.
FEW = {"en": 9, "fr": 10}
FIRST_WAYS = {"en": "Your realistic ways", "fr": "Vos voies réalistes"}
# Whose permit and test end: the longest first page that somebody walked into.
MARRIED_COOK = {
    "date_of_birth": "1997-03-10",
    "marital_status": "married",
    "partner": {"accompanying": False, "canadian": False},
    "settlement_funds_cad": 9000,
    "family_size": 2,
    "authorized_to_work_in_canada": True,
    "work_permit_until": "2027-04-30",
    "credentials": [{"level": "secondary", "country": "IN", "awarded_on": "2015-05-01"}],
    "language_tests": [
        {
            "test": "celpip_general",
            "taken_on": "2025-02-25",
            "listening": 6,
            "reading": 6,
            "writing": 6,
            "speaking": 6,
        }
    ],
    "jobs": [{"noc": "63200", "country": "CA", "start": "2025-09-20", "hours_per_week": 40, "employer_country": "CA"}],
}


@pytest.fixture
def result(browser_of):
    """A browser and the address of its result."""
    browser = browser_of(Intake.objects.create(answers=deepcopy(COUPLE)))
    return browser, browser.post("/en/intake/check/")["Location"]


def read(response):
    """The PDF of a response."""
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content))


def words(text):
    """The words of a text, however its lines are broken."""
    return re.sub(r"\s+", "", text)


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("page", ["pdf/", "worksheet/pdf/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_tagged_and_has_title_and_language(result, page, language):
    browser, where = result
    made = read(get_pdf(browser, where.replace("/en/", f"/{language}/") + page))
    catalogue = made.trailer["/Root"]
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert catalogue["/Lang"] == language
    assert "/StructTreeRoot" in catalogue
    assert where.split("/")[-2] in made.metadata.title
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()


@pytest.mark.usefixtures("pango")
def test_it_says_what_the_page_says(result):
    PublishedDrawFactory(cutoff=200)
    browser, where = result
    # Nobody follows a link on paper.
    page = re.sub(r'<div class="no-print"><a .*?</a></div>', "", browser.get(where).content.decode())
    made = words("".join(sheet.extract_text() for sheet in read(get_pdf(browser, where + "pdf/")).pages))
    said = re.findall(r'<th scope="row">\s*(.*?)\s*(?:<span class="source">.*?)?</th>', page, re.DOTALL)
    assert len(said) > 30
    missing = [one for one in said if words(unescape(strip_tags(one))) not in made]
    assert missing == []
    for sentence in ("andyouwouldhavemetitscut-off", "NewCRSruleshavebeenreported", "Itisnotadvice"):
        assert sentence in made


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("life", ["nurse", "physician"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_result_is_a_few_pages_and_no_heading_ends_one(browser_of, life, language):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    made = lives.save_result(lives.LIVES[life])
    browser, where = browser_of(made.intake), f"/{language}/result/{made.reference}/"
    titles = re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", browser.get(where).content.decode())
    sheets = pypdf.PdfReader(io.BytesIO(get_pdf(browser, where + "pdf/").content)).pages
    assert len(sheets) <= FEW[language]
    assert len(titles) > 20
    squeezed = {unescape(title).replace(" ", "") for title in titles}
    ends = [find_last_line(sheet, made.reference).replace(" ", "") for sheet in sheets]
    assert squeezed.isdisjoint(ends)


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("life", [*lives.LIVES, "couple", "cook who is married"])
@pytest.mark.parametrize(("language", "said"), [("en", "IRCC alone decides."), ("fr", "Seul IRCC décide.")])
def test_the_first_page_is_whole_with_its_reference_and_who_decides(life, language, said):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    made = lives.save_result((lives.LIVES | {"couple": lives.COUPLE, "cook who is married": MARRIED_COOK})[life])
    with override(language):
        # Of the same template without what follows: what decides whether it is one page is on it.
        context = {"assessment": made, "front": get_parts(made)["front"]}
        page, _digest = pdf.write_page("intake/paper/result.html", context)
    (sheet,) = pypdf.PdfReader(io.BytesIO(make_pdf.write_pdf(page, make_pdf.load_weasyprint()))).pages
    first = words(sheet.extract_text())
    assert words(said) in first
    assert made.shown_reference in first.partition(words(FIRST_WAYS[language]))[2]


def find_last_line(sheet, reference):
    """The last line of a page above its foot."""
    lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
    above = [line for line in lines if reference not in line and not re.fullmatch(r"\d+ / \d+", line)]
    return above[-1]


@pytest.mark.usefixtures("pango")
def test_a_page_waits_until_it_is_made_and_asks_again_by_itself(result):
    browser, where = result
    waits = browser.get(where + "pdf/")
    assert (waits.status_code, waits["Refresh"]) == (200, f"1; url={where}pdf/?waited=1")
    assert "Your PDF is being made" in waits.content.decode()
    browser.get(where + "pdf/")
    assert make_waiting() == 1, "one in flight, however often somebody asks"
    first = browser.get(where + "pdf/").content
    assert first.startswith(b"%PDF")
    assert browser.get(where + "pdf/").content == first
    assert make_waiting() == 0


# What the page that waits leads back to, of each page that offers a PDF to a client.
ORIGINS = [("", "Back to your score"), ("worksheet/", "Back to the worksheet")]


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(("page", "label"), ORIGINS)
def test_whoever_waited_reads_that_it_is_ready_and_is_led_back(result, page, label):
    browser, where = result
    there = f"{where}{page}pdf/"
    back = f'<a href="{where}{page}?level=9">{label}</a>'
    waits = browser.get(f"{there}?level=9")
    assert back in waits.content.decode()
    again = waits["Refresh"].partition("url=")[2]
    assert again == f"{there}?level=9&waited=1"
    make_waiting()
    ready = browser.get(again)
    assert "Your PDF is ready" in ready.content.decode()
    assert back in ready.content.decode()
    # The file is saved and the page stays: it asks for the address without the mark, which answers with the file.
    saved = browser.get(ready["Refresh"].partition("url=")[2])
    assert saved["Content-Disposition"].startswith("attachment; ")
    (shown,) = re.findall(r'href="([^"]+)">Open the PDF', ready.content.decode())
    opened = browser.get(unescape(shown))
    assert opened["Content-Disposition"].startswith("inline; ")
    assert opened.content == saved.content


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("express-entry-result-{}.pdf", "express-entry-worksheet-{}.pdf", "express-entry-{}.ics")),
        ("fr", ("entree-express-resultat-{}.pdf", "entree-express-aide-memoire-{}.pdf", "entree-express-{}.ics")),
    ],
)
def test_files_are_called_in_the_language_of_the_page(result, language, names):
    browser, where = result
    where, reference = where.replace("/en/", f"/{language}/"), where.split("/")[-2]
    files = [get_pdf(browser, where + page) for page in ("pdf/", "worksheet/pdf/")] + [
        browser.get(f"{where}calendar.ics")
    ]
    assert [file["Content-Disposition"] for file in files] == [
        f'attachment; filename="{name.format(reference)}"' for name in names
    ]


@pytest.mark.usefixtures("pango")
def test_one_that_is_made_comes_at_once_and_a_mark_is_no_way_round_the_wait(result):
    browser, where = result
    assert "Your PDF is being made" in browser.get(f"{where}pdf/?waited=1").content.decode()
    make_waiting()
    assert browser.get(f"{where}pdf/").content.startswith(b"%PDF")


@pytest.mark.usefixtures("pango")
def test_it_is_begun_with_the_result_so_that_nobody_waits_for_it(result):
    browser, where = result
    assert make_waiting() == 1
    assert read(browser.get(where + "pdf/")).pages


def test_who_asks_stands_behind_few_that_nobody_asked_for(result_of):
    for _ in range(pdf.WAITING + 2):
        browser, where = result_of(COUPLE)
        Intake.objects.update(answers={})
    assert Paper.objects.count() == pdf.WAITING
    browser.get(where + "pdf/")
    assert Paper.objects.count() == pdf.WAITING + 1


@pytest.mark.usefixtures("pango")
def test_what_somebody_waits_for_is_made_before_what_was_begun_with_a_result(result_of):
    result_of(COUPLE)
    Intake.objects.update(answers={})
    browser, where = result_of(SINGLE)
    browser.get(where + "pdf/")
    early, asked = Paper.objects.order_by("asked_at").values_list("pk", flat=True)
    tasks.make_pdf(early)
    assert list(Paper.objects.exclude(pdf=None).values_list("pk", flat=True)) == [asked]
    tasks.make_pdf(asked)
    assert not Paper.objects.filter(pdf=None).exists()


def test_one_that_lost_its_call_takes_no_other_ones(result_of):
    browser, where = result_of(COUPLE)
    browser.get(where + "pdf/")
    Paper.objects.update(asked_at=timezone.now() - make_pdf.PATIENCE, wanted_at=timezone.now() - make_pdf.PATIENCE)
    lost = Paper.objects.get()
    Intake.objects.update(answers={})
    browser, where = result_of(SINGLE)
    browser.get(where + "pdf/")
    assert make_pdf.take_next() == Paper.objects.exclude(pk=lost.pk).get().pk
    assert make_pdf.take_next() == lost.pk, "nobody else waits"


def test_two_workers_take_two_pages(result_of):
    for answers in (COUPLE, SINGLE):
        browser, where = result_of(answers)
        browser.get(where + "pdf/")
        Intake.objects.update(answers={})
    taken = {make_pdf.take_next(), make_pdf.take_next()}
    assert taken == set(Paper.objects.values_list("pk", flat=True))
    assert make_pdf.take_next() is None


@pytest.mark.usefixtures("pango")
def test_nothing_of_the_page_is_kept_beside_the_pdf_and_both_go_after_an_hour(result):
    browser, where = result
    get_pdf(browser, where + "pdf/")
    assert Paper.objects.get().html == ""
    Paper.objects.update(asked_at=timezone.now() - 2 * KEPT)
    tasks.forget_papers()
    assert not Paper.objects.exists()


def test_one_that_was_lost_with_its_worker_is_asked_for_again(result):
    browser, where = result
    browser.get(where + "pdf/")
    lost = timezone.now() - pdf.PATIENCE
    Paper.objects.update(asked_at=lost)
    browser.get(where + "pdf/")
    assert Paper.objects.get().asked_at > lost


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_page_says_so_at_once(result_of, broker):
    broker.kill()
    browser, where = result_of(COUPLE)
    answer = browser.get(where + "pdf/")
    assert answer.status_code == 503
    assert "This site cannot make PDF files at the moment." in answer.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.usefixtures("pango")
def test_the_worker_makes_it_while_the_page_waits_and_is_told_the_digest_alone(result, celery_worker_process):
    browser, where = result
    browser.get(where + "pdf/")
    deadline = time.monotonic() + 60
    while not Paper.objects.exclude(pdf=None).exists():
        assert time.monotonic() < deadline, celery_worker_process.output()
        time.sleep(0.1)
    assert read(browser.get(where + "pdf/")).pages


@pytest.mark.usefixtures("pango")
def test_nothing_is_fetched_for_it():
    with pytest.raises(ValueError, match="without the network"):
        make_pdf.make_closed_fetcher(make_pdf.load_weasyprint()).fetch("http://localhost/secret")


def test_without_pango_the_page_says_so(result, monkeypatch):
    browser, where = result
    monkeypatch.setattr(make_pdf, "LIBRARY", "tests.intake.no_such_library")
    make_pdf.load_weasyprint.cache_clear()
    answer = get_pdf(browser, where + "pdf/")
    make_pdf.load_weasyprint.cache_clear()
    assert answer.status_code == 503
    assert "This site cannot make PDF files at the moment." in answer.content.decode()


@pytest.mark.usefixtures("pango")
def test_too_many_in_an_hour_are_refused_and_a_kept_one_is_not(result, monkeypatch):
    monkeypatch.setattr(pdf, "MADE_AN_HOUR", 1)
    browser, where = result
    # What was begun with the result counts for nothing.
    assert read(get_pdf(browser, where + "pdf/"))
    assert read(get_pdf(browser, where + "pdf/?target=500"))
    refusal = browser.get(where + "worksheet/pdf/")
    assert refusal.status_code == 429
    assert refusal["Retry-After"] == "3600"
    assert "within an hour" in refusal.content.decode()
    assert browser.get(where + "pdf/").status_code == 200
    assert browser.get(where + "worksheet/pdf/", REMOTE_ADDR="192.0.2.7").status_code == 200
