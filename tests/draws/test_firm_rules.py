"""The page "Rules": who compared what when, and a new edition entered, compared, released, withdrawn."""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from draws.mailings.mass_mails import RulesMail
from draws.models import FirmEdition, FirmTable, Mailing, Notice, RuleChange, TableCheck
from draws.outbox import worker
from draws.publishing.publisher import PublicationRefused
from draws.rule_changes import compare, releasing
from draws.rule_changes.live_rulebook import ReleasedRules, load_rules_around, released
from draws.rule_changes.messages import build_key
from draws.rule_changes.tables_compared import count_stale
from intake.models import Client
from intake.questionnaire.step import judge
from intake.questionnaire.steps.education import CertificateDetails
from scoring.apps import rulebook, rulebook_of_files, scoring_config
from scoring.dates import format_date
from scoring.rulebook import load
from scoring.table_files import SHIPPED, shipped
from tests.draws.factories import ClientFactory
from tests.draws.staff import count_rows, staff

pytestmark = pytest.mark.django_db
PAGE = "/staff/draws/firmedition/"
# A brother or sister gives 15 points today.
EDITION = """
[[table]]
effective = {day}
cite = "An invented edition"
url = "https://example.org/rules"
verified_on = 2026-11-23
columns = ["points"]
rows = [["sibling", {points}]]
"""
DAY = timezone.localdate() - timedelta(days=10)
SIBLING = {"date_of_birth": "1990-05-05", "marital_status": "never_married", "sibling_in_canada": True}


@pytest.fixture(autouse=True)
def _fresh(settings):
    """A process that has not looked yet; and none that goes on with what a test released."""
    settings.RULES_CHECK_SECONDS = 1e-9
    vars(released).update(vars(ReleasedRules()))
    yield
    vars(released).update(vars(ReleasedRules()))


def entered(points=40, day=DAY, name="crs/sibling", text=None):
    """An edition in the database, compared with everybody there is."""
    edition = FirmEdition.objects.create()
    FirmTable.objects.create(edition=edition, name=name, text=text or EDITION.format(day=day, points=points))
    releasing.begin_comparison(edition, by=None)
    compare.compare(edition.change, list(compare.find_waiting(edition.change).values_list("pk", flat=True)))
    return edition


def points(book=None):
    return (book or rulebook()).on(timezone.localdate())["crs/sibling"].points("sibling")


def upload(client, text, name="crs/sibling", **more):
    file = SimpleUploadedFile("sibling.toml", text.encode() if isinstance(text, str) else text)
    form = {"tables-TOTAL_FORMS": "1", "tables-INITIAL_FORMS": "0", "note": "Gazette", "tables-0-name": name}
    return client.post(f"{PAGE}add/", form | {"tables-0-file": file} | more, follow=True)


def test_the_page_shows_each_table_with_source_and_last_comparison(client):
    staff(client, "view_firmedition")
    page = client.get(PAGE).content.decode()
    table = rulebook().on(timezone.localdate())["programs/funds"]
    assert "programs/funds" in page
    assert table.source.address in page
    assert format_date(table.source.verified_on) in page
    assert "Pending: known to be in force, values not known" in page
    assert "I compared this today" not in page


def test_the_button_keeps_who_compared_a_table_and_when_beside_the_shipped_day(client):
    user = staff(client, "view_firmedition", "add_tablecheck")
    table = rulebook().on(timezone.localdate())["crs/age"]
    asked = {"name": "crs/age", "effective": str(table.source.effective)}
    before = count_stale(rulebook(), timezone.localdate())
    page = client.post(f"{PAGE}compared/", asked, follow=True).content.decode()
    client.post(f"{PAGE}compared/", asked)
    check = TableCheck.objects.get()
    assert (check.name, check.effective, check.on, check.by) == (
        "crs/age", table.source.effective, timezone.localdate(), user,
    )  # fmt: skip
    assert f"{format_date(timezone.localdate())}, staff" in page
    assert count_stale(rulebook(), timezone.localdate()) == before - 1
    assert table.source.verified_on < timezone.localdate()


def list_numbers(html, words):
    """The numbers and addresses of the rows of the first page that say these words."""
    return re.findall(rf'<a href="([^"]+)">{words}.*?</a></th><td>(\d+)</td>', html)


@pytest.mark.parametrize("old", [1, 2])
def test_the_warning_leads_to_the_tables_that_are_due_and_to_no_other(client, old):
    user, today = staff(client, "view_firmedition", "add_tablecheck"), timezone.localdate()
    rules = rulebook().on(today)
    tables = [*rules.tables.values(), *rules.pending]
    # What was shipped within these days is not due, whoever looked at it before.
    due = [table for table in tables if table.source.verified_on < today - timedelta(days=30)][:old]
    for table in tables:
        on = today - timedelta(days=31 if table in due else 1)
        TableCheck.objects.create(name=table.name, effective=table.source.effective, on=on, by=user)
    warning = client.get("/staff/").content.decode()
    assert f"{old} table" in warning
    assert f'href="{PAGE}#stale"' in warning
    page = client.get(PAGE).content.decode()
    assert count_rows(page, "stale") == old
    for table in due:
        assert f"<small>{table.name}</small>" in page.partition('id="stale"')[2].partition("</table>")[0]
    assert page.count('value="I compared this today"') >= len(tables), "each is there once, and all are"
    answer = client.post(f"{PAGE}compared/", {"name": "crs/age", "effective": str(rules["crs/age"].source.effective)})
    assert answer["Location"] == f"{PAGE}#stale"


def test_the_numbers_of_editions_lead_to_so_many_rows(client):
    staff(client, "view_firmedition")
    for edition in (entered(points=41), entered(points=42)):
        assert edition.released_at is None
    used, broken = entered(), entered(text=EDITION.format(day="2025-03-25", points=5))
    # On a day that the shipped table has too.
    FirmTable.objects.filter(edition=broken).update(text=EDITION.format(day="2017-06-06", points=5))
    FirmEdition.objects.filter(pk__in=(used.pk, broken.pk)).update(released_at=timezone.now())
    released.version = None
    html = client.get("/staff/").content.decode()
    ((waiting, number),) = list_numbers(html, "New editions of the rules")
    ((left_out, broken_ones),) = list_numbers(html, "Released editions of the rules")
    assert (number, broken_ones) == ("2", "1")
    for link, found in ((waiting, 2), (left_out, 1), (PAGE, 4), (f"{PAGE}?state=other", 4)):
        assert count_rows(client.get(link).content.decode(), "editions") == found, link


def test_a_table_that_does_not_exist_can_not_be_compared(client):
    staff(client, "view_firmedition", "add_tablecheck")
    assert client.post(f"{PAGE}compared/", {"name": "crs/eyes", "effective": "2026-01-01"}).status_code == 404
    assert client.post(f"{PAGE}compared/", {"name": "\0"}).status_code == 400


@pytest.mark.parametrize(("days", "stale"), [(30, False), (31, True)])
def test_after_thirty_days_a_warning_stands_on_the_first_page(client, days, stale):
    today = timezone.localdate()
    rules = rulebook().on(today)
    for table in [*rules.tables.values(), *rules.pending]:
        on = today - timedelta(days=days)
        TableCheck.objects.create(name=table.name, effective=table.source.effective, on=on)
    assert (count_stale(rulebook(), today) > 0) == stale
    staff(client, "view_firmedition")
    assert ("of the rules have not been compared" in client.get("/staff/").content.decode()) == stale


def read_edition(client, edition) -> str:
    """The page of an edition, without line breaks before the end of a cell."""
    return client.get(f"{PAGE}{edition.pk}/change/").content.decode().replace("\n</td>", "</td>")


def test_a_new_edition_is_entered_as_a_file_and_shows_what_it_would_change(client):
    user = staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    with_sibling, without = ClientFactory(facts=SIBLING), ClientFactory(facts=SIBLING | {"sibling_in_canada": False})
    upload(client, EDITION.format(day=DAY, points=40))
    edition = FirmEdition.objects.get()
    assert (edition.entered_by, edition.note, edition.tables.get().name) == (user, "Gazette", "crs/sibling")
    compare.compare(edition.change, [with_sibling.pk, without.pk])
    page = read_edition(client, edition)
    assert "<td>15</td><td>40</td>" in page
    assert '<tr><th scope="row">Score goes up</th><td>1</td></tr>' in page
    assert '<tr><th scope="row">Score goes down</th><td>0</td></tr>' in page
    assert "Releasing needs a permission of its own" in page
    assert points() == 15


def test_streams_that_clients_come_into_and_fall_out_of_are_counted(client):
    staff(client, "view_firmedition")
    edition = entered()
    for gained, lost in ((["cec"], []), (["cec"], ["fsw"])):
        edition.change.effects.create(client=ClientFactory(), before=400, after=410, gained=gained, lost=lost)
    page = read_edition(client, edition)
    assert '<th scope="row">Canadian Experience Class</th><td>2</td><td>0</td>' in page
    assert '<th scope="row">Federal Skilled Worker Program</th><td>0</td><td>1</td>' in page


BROKEN = [
    pytest.param("no toml", "not a TOML file", id="no TOML"),
    pytest.param("[[table]]\n", "is missing", id="nothing in it"),
    pytest.param("table = 3", "expected [[table]]", id="no table"),
    pytest.param("table = [3]", "not in the form of a table", id="a number for a table"),
    pytest.param(EDITION.format(day=DAY, points=40).replace('[["sibling", 40]]', "3"), "form", id="rows that are none"),
    pytest.param(EDITION.format(day="2017-06-06", points=40), "same date", id="a day that has an edition"),
    pytest.param(EDITION.format(day=DAY, points='"x"'), "words", id="words for numbers"),
    pytest.param(b"\xff\xfe\x00", "UTF-8", id="no text"),
    pytest.param("#" * (512 * 1024 + 1), "too long to be a table", id="too long"),
    pytest.param("x = " + "[" * 5000, "not a TOML file", id="nested without end"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_file_that_is_no_edition_is_refused_with_its_place(client, text, said):
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    page = upload(client, text).content.decode()
    assert said in page
    assert FirmEdition.objects.count() == 0


def test_an_edition_whose_file_was_changed_is_compared_by_what_the_file_says_now():
    edition = entered()
    assert [points(book) for book in load_rules_around(edition)] == [15, 40]
    edition.tables.update(text=EDITION.format(day=DAY, points=30))
    assert [points(book) for book in load_rules_around(FirmEdition.objects.get())] == [15, 30]


def test_a_number_that_is_given_again_after_a_rollback_gives_the_rules_of_its_own_edition():
    """SQLite gives the numbers of rows that were rolled back to the next ones."""
    with transaction.atomic():
        first = entered()
        load_rules_around(first)
        transaction.set_rollback(True)
    second = FirmEdition.objects.create(pk=first.pk)
    FirmTable.objects.create(edition=second, name="crs/sibling", text=EDITION.format(day=DAY, points=30))
    assert [points(book) for book in load_rules_around(second)] == [15, 30]


def test_rules_of_the_same_files_are_made_once():
    """What is worked out is shared within one book."""
    edition = entered()
    again = load_rules_around(FirmEdition.objects.get())
    assert [id(book) for book in again] == [id(book) for book in load_rules_around(edition)]


def test_an_answer_is_judged_by_the_rules_in_use():
    """An occupation that was refused a moment before is accepted once a released edition calls it a trade."""
    answer = {"certificate_noc": "21232", "certificate_province": "ON"}
    assert not judge(CertificateDetails, answer, {}, timezone.localdate()).answered
    shipped = (SHIPPED / "crs/certified_trades.toml").read_text()
    more = shipped.replace("rows = [", 'rows = [\n  ["21232", "Developers"],').replace("= 2015-01-01", f"= {DAY}")
    releasing.release(entered(name="crs/certified_trades", text=more), by=None)
    assert judge(CertificateDetails, answer, {}, timezone.localdate()).answered


def test_who_holds_no_licence_enters_and_releases_nothing(client):
    staff(client, "view_firmedition", "add_tablecheck")
    edition = entered()
    assert client.get(f"{PAGE}add/").status_code == 403
    assert client.post(f"{PAGE}{edition.pk}/release/").status_code == 403
    assert client.post(f"{PAGE}{edition.pk}/withdraw/").status_code == 403
    assert points() == 15


def test_the_permission_without_the_licence_opens_nothing(client):
    user = staff(client, "view_firmedition", "add_firmedition", "add_firmtable", "release_firmedition")
    user.licence.delete()
    edition = entered()
    assert client.get(f"{PAGE}add/").status_code == 403
    assert client.post(f"{PAGE}{edition.pk}/release/").status_code == 403
    assert "Enter a new edition" not in client.get(PAGE).content.decode()


def test_released_it_is_in_use_at_once_and_stays_for_yesterday_what_it_was(client):
    user = staff(client, "view_firmedition", "release_firmedition")
    edition = entered()
    page = client.post(f"{PAGE}{edition.pk}/release/", follow=True).content.decode()
    assert "Released. Every process works with it from now on." in page
    edition.refresh_from_db()
    assert (edition.released_by, points()) == (user, 40)
    assert rulebook().on(DAY - timedelta(days=1))["crs/sibling"].points("sibling") == 15


def test_another_process_takes_it_without_a_restart(settings):
    edition = entered()
    other = ReleasedRules()
    assert points(other.current()) == 15
    releasing.release(edition, by=None)
    assert points(other.book or rulebook_of_files()) == 15
    other.version = None  # A request of its own, which has no transaction under way.
    assert points(other.current()) == 40


def test_within_a_transaction_the_rules_stay_what_they_were(settings):
    edition = entered()
    other = ReleasedRules()
    other.current()
    releasing.release(edition, by=None)
    assert points(other.current()) == 15


def test_it_is_not_looked_up_more_often_than_the_setting_says(settings, django_assert_num_queries):
    settings.RULES_CHECK_SECONDS = 60
    other = ReleasedRules()
    other.current()
    other.version = None
    with django_assert_num_queries(0):
        other.current()
    other.due_at = 0
    other.current()
    assert other.version == (0, None, None)


def test_it_is_not_released_before_everybody_was_compared():
    edition = entered()
    ClientFactory(facts=SIBLING)
    with pytest.raises(PublicationRefused, match="Not every client has been compared yet"):
        releasing.release(edition, by=None)
    assert points() == 15


def test_it_is_not_released_twice():
    edition = entered()
    releasing.release(edition, by=None)
    with pytest.raises(PublicationRefused, match="released before"):
        releasing.release(edition, by=None)


def test_two_editions_of_one_day_do_not_go_together():
    first, second = entered(), entered(points=30)
    releasing.release(first, by=None)
    with pytest.raises(PublicationRefused, match="same date"):
        releasing.release(second, by=None)
    assert points() == 40


def test_withdrawn_it_is_out_of_use_and_another_can_take_its_place(client):
    staff(client, "view_firmedition", "release_firmedition")
    first, second = entered(), entered(points=30)
    releasing.release(first, by=None)
    client.post(f"{PAGE}{first.pk}/withdraw/")
    released.version = None
    assert points() == 15
    releasing.release(second, by=None)
    assert points() == 30


def test_clients_are_told_only_of_rules_that_are_in_use():
    ClientFactory(facts=SIBLING)
    edition = entered()
    with pytest.raises(PublicationRefused, match="release them first"):
        compare.release(edition.change, by=None)
    releasing.release(edition, by=None)
    assert compare.release(RuleChange.objects.get(), by=None) == 1


def test_who_did_not_agree_to_letters_is_compared_and_not_told():
    ClientFactory(facts=SIBLING, alerts=False)
    edition = entered()
    assert edition.change.effects.higher().count() == 1
    releasing.release(edition, by=None)
    assert compare.release(RuleChange.objects.get(), by=None) == 0


def tell(edition):
    """Release an edition and its news; how many are told."""
    releasing.release(edition, by=None)
    return compare.release(RuleChange.objects.get(firm_edition=edition), by=None)


def test_who_heard_of_an_edition_that_was_withdrawn_hears_of_the_one_in_its_place():
    person = ClientFactory(facts=SIBLING)
    wrong, right = entered(), entered(points=30)
    assert tell(wrong) == 1
    worker.dispatch_owed(worker.send)
    releasing.withdraw(wrong, by=None)
    assert RulesMail(Mailing(change=right.change)).count_recipients() == 1
    assert tell(right) == 1
    worker.dispatch_owed(worker.send)
    assert [(notice.client, notice.state) for notice in Notice.objects.all()] == [(person, "sent")] * 2
    assert sorted(Notice.objects.values_list("facts__after", flat=True)) == sorted(
        edition.change.effects.get().after for edition in (wrong, right)
    )


def test_news_of_an_edition_that_was_withdrawn_do_not_leave():
    ClientFactory(facts=SIBLING)
    edition = entered()
    tell(edition)
    releasing.withdraw(edition, by=None)
    worker.dispatch_owed(worker.send)
    assert Notice.objects.get().state == "suppressed"


def test_news_of_two_editions_of_one_day_are_held_and_taken_back_apart():
    ClientFactory(facts=SIBLING)
    first, second = entered(), entered(points=30)
    tell(first)
    FirmEdition.objects.filter(pk=first.pk).update(released_at=None)
    tell(second)
    FirmEdition.objects.update(released_at=timezone.now())
    one, other = (RulesMail(Mailing(change=edition.change)) for edition in (first, second))
    assert (one.count_owed(), other.count_owed()) == (1, 1)
    with transaction.atomic():
        one.take_back(None, timezone.now())
    assert (one.count_owed(), other.count_owed()) == (0, 1)
    worker.dispatch_owed(worker.send)
    assert Notice.objects.get().state == "sent"


def test_what_the_firm_told_of_is_not_told_again_when_the_software_ships_it():
    told, _other = ClientFactory(facts=SIBLING), ClientFactory(facts=SIBLING, alerts=False)
    edition = entered()
    tell(edition)
    Client.objects.update(alerts=True)
    shipped = RuleChange.objects.create(edition=DAY, on=timezone.localdate())
    for effect in edition.change.effects.all():
        effect.pk, effect.change = None, shipped
        effect.save()
    assert RulesMail(Mailing(change=shipped)).count_recipients() == 1
    assert compare.release(shipped, by=None) == 1
    assert Notice.objects.filter(client=told).count() == 1
    FirmEdition.objects.update(withdrawn_at=timezone.now())
    assert RulesMail(Mailing(change=shipped)).count_recipients() == 1, "what was withdrawn was not the same"


def test_notices_from_before_are_named_by_the_change_that_owed_them():
    heard, late, early = (ClientFactory(facts=SIBLING) for _ in range(3))
    wrong, right = entered(), entered(points=30)
    tell(wrong)
    releasing.withdraw(wrong, by=None)
    tell(right)
    # As all of them were before: one key a day, so that only the first had a notice, or one compared later.
    Notice.objects.filter(client=heard, key__endswith=f" {right.change.pk}").delete()
    Notice.objects.filter(client=late, key__endswith=f" {wrong.change.pk}").delete()
    Notice.objects.filter(client=early, key__endswith=f" {right.change.pk}").delete()
    Notice.objects.filter(client=early).update(created=timezone.now() - timedelta(days=1))
    expected = dict(Notice.objects.values_list("client", "key"))
    Notice.objects.update(key=f"edition {DAY}")
    migration = import_module("draws.migrations.0016_rule_news_by_change")
    migration.name_changes(apps, None)
    assert dict(Notice.objects.values_list("client", "key")) == expected
    migration.name_days(apps, None)
    assert set(Notice.objects.values_list("key", flat=True)) == {f"edition {DAY}"}, "and back"
    migration.name_changes(apps, None)
    assert set(expected.values()) == {build_key(edition.change) for edition in (wrong, right)}


def test_an_edition_that_the_software_ships_later_is_left_out_and_said(client):
    """A released file whose day a shipped table has now too."""
    good, bad = entered(), entered(name="crs/sibling", text=EDITION.format(day="2025-03-25", points=5))
    FirmTable.objects.filter(edition=bad).update(text=EDITION.format(day="2017-06-06", points=5))
    FirmEdition.objects.update(released_at=timezone.now())
    found = ReleasedRules()
    assert points(found.current()) == 40
    ((pk, problem),) = found.left_out
    assert (pk, "same date" in problem) == (bad.pk, True)
    assert good.pk != pk


def write_table(name, day, rows):
    """A file of points with an edition that begins on a day."""
    table = shipped(name)
    head = EDITION[: EDITION.index("columns")].format(day=day)
    written = [[key, *rows(cells)] for key, cells in table.cells.items()]
    return f"{head}columns = {list(table.columns)}\nrows = {written}"


@pytest.fixture
def upgrade(tmp_path, settings, monkeypatch):
    """Ship these files, by the name of their table, to a process that starts anew."""

    def ship(files):
        for name, text in files.items():
            path = tmp_path / f"{name}.toml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        settings.RULES_DIR = str(tmp_path)
        monkeypatch.setitem(vars(scoring_config()), "rulebook", load(tmp_path))
        vars(released).update(vars(ReleasedRules()))

    return ship


def test_news_of_an_edition_that_was_shipped_meanwhile_are_of_this_edition_alone(upgrade):
    """Another table has changed on a later day, which is in force on the day of the comparison too."""
    ClientFactory(facts=SIBLING)
    edition = entered()
    tell(edition)
    later = write_table("crs/age", DAY + timedelta(days=1), lambda cells: [0 for _points in cells])
    upgrade({"crs/sibling": EDITION.format(day=DAY, points=40), "crs/age": later})
    assert released.current() is rulebook_of_files()
    assert len(released.left_out) == 1
    worker.dispatch_owed(worker.send)
    row = Notice.objects.get()
    assert (row.state, row.facts["after"] - row.facts["before"]) == ("sent", 25)
    assert row.facts["factors"] == edition.change.effects.get().factors


def test_news_of_an_edition_that_does_not_fit_this_process_wait_for_another(upgrade):
    """Nothing is in its place: the file of the firm can't be read beside that of the release."""
    ClientFactory(facts=SIBLING)
    tell(entered())
    FirmTable.objects.update(text="unreadable")
    worker.dispatch_owed(worker.send)
    row = Notice.objects.get()
    assert row.state == "pending"
    assert "RuleError" in row.problem


def test_tables_that_need_each_other_are_entered_together(client):
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    head = EDITION.format(day=date(2026, 11, 3), points=0).partition("columns")[0]
    high = head + 'columns = ["canadian_work", "job_offer"]\nrows = [["1.3x", 20, 10], ["2x", 60, 30]]'
    tiers = head + 'columns = ["tier"]\nrows = [["21232", "2x"]]'
    assert "it needs crs/high_wage_occupations" in upload(client, high, "crs/high_wage").content.decode()
    both = {"tables-TOTAL_FORMS": "2", "tables-1-name": "crs/high_wage_occupations"}
    second = SimpleUploadedFile("high_wage_occupations.toml", tiers.encode())
    upload(client, high, "crs/high_wage", **both, **{"tables-1-file": second})
    assert str(FirmEdition.objects.get()) == "crs/high_wage, crs/high_wage_occupations"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_are_there_in_both_languages(client, language):
    staff(client, "view_firmedition", "add_tablecheck", "add_firmedition", "release_firmedition")
    edition = entered()
    for page in (PAGE, f"{PAGE}{edition.pk}/change/", f"{PAGE}add/"):
        found = client.get(page, headers={"accept-language": language})
        assert (found.status_code, f'lang="{language}"' in found.content.decode()) == (200, True)


def test_a_command_works_with_what_was_released(tmp_path, capsys):
    releasing.release(entered(), by=None)
    file = tmp_path / "profiles.jsonl"
    file.write_text(json.dumps(SIBLING))
    call_command("assess", str(file))
    rows = json.loads(capsys.readouterr().out)["crs"]["factors"]
    assert [row["points"] for row in rows if row["code"] == "sibling"] == [40]


@pytest.mark.one_database
def test_the_schedule_and_the_shell_ask_for_what_was_released_as_the_web_process_does():
    asked = "import config.celery, django; django.setup(); from scoring.apps import scoring_config"
    command = [sys.executable, "-c", f"{asked}; print(scoring_config().provider)"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "ReleasedRules.current" in ran.stdout
    assert scoring_config().provider == released.current


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "warned"), [("missing/db.sqlite3", False), ("broken.sqlite3", True)])
def test_scoring_without_a_database_is_quiet_and_a_broken_database_is_not(tmp_path, name, warned):
    (tmp_path / "broken.sqlite3").write_bytes(b"no database at all" * 99)
    here = {"DATABASE_URL": f"sqlite:///{tmp_path}/{name}", "ENV_FILE": os.devnull, "RULES_CHECK_SECONDS": "2"}
    command = [sys.executable, "-c", "import django; django.setup(); from scoring.apps import rulebook; rulebook()"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | here)
    assert ("can't be seen" in ran.stderr) == warned
