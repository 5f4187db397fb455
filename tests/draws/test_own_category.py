"""A category that the tables do not know: staff paste its list, and it is matched by the same rule."""

from pathlib import Path

import pytest
from django.utils import timezone

from draws.corrections import apply
from draws.matching import custom_list
from draws.matching.matcher import find_told, match
from draws.matching.preview import Preview, describe_reasons, list_emails
from draws.models import Alert, Draw, Fit
from draws.outbox import worker
from draws.rounds.snapshot import OWN_LIST
from intake.clients import importing
from intake.clients.standings import rewrite_standings
from intake.consents.preferences import Wish, save_wish
from intake.models import Client
from scoring.apps import rulebook
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.staff import read_number, record
from tests.running.environment import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
SAMPLES = ROOT / "intake" / "data" / "sample_clients.jsonl"


@pytest.fixture
def people():
    """The sample clients, who all agreed to alerts."""
    lines = enumerate(Path(SAMPLES).read_bytes().splitlines(), start=1)
    list(importing.import_clients(lines, timezone.localdate(), sample=True))
    Client.objects.update(alerts=True)


def draw_of(name, **facts):
    """A draw with the list of a known category, and the draw of that category itself."""
    table = rulebook().on(timezone.localdate())[f"categories/{name}"]
    place = Draw.WorkPlace.CANADA if table.values["where"] == "canada" else Draw.WorkPlace.ANYWHERE
    own = {"occupations": sorted(table.cells), "months": table.value("months"), "place": place}
    same = {"cutoff": 350, "held_on": timezone.localdate()} | facts
    return DrawFactory(stream="", name="A category of tomorrow", **own, **same), DrawFactory(stream=name, **same)


@pytest.mark.parametrize("name", ["healthcare", "stem", "trades", "education"])
def test_the_list_of_a_known_category_matches_the_same_people(people, name):
    pasted, known = draw_of(name)
    custom_list.work_out(pasted)
    expected = sorted(find_told(known).values_list("client__email", "crs"))
    assert sorted(find_told(pasted).values_list("client__email", "crs")) == expected
    assert len(expected) > 0


def test_publishing_tells_those_whom_the_preview_named(people):
    pasted, _ = draw_of("healthcare")
    preview = list_emails(Preview(pasted).told)
    Draw.objects.filter(pk=pasted.pk).update(status="published")
    assert match(pasted.pk)
    assert sorted(Alert.objects.values_list("client__email", flat=True)) == preview != []


def test_everybody_is_in_exactly_one_place(people):
    preview = Preview(draw_of("healthcare")[0])
    placed = list_emails(preview.told) + [email for group in preview.not_told.values() for email in list_emails(group)]
    assert sorted(placed) == sorted(Client.objects.values_list("email", flat=True))


def test_what_is_known_is_not_worked_out_again_but_new_facts_are(people):
    pasted, _ = draw_of("healthcare")
    assert custom_list.work_out(pasted) == Fit.objects.count() > 0
    assert custom_list.work_out(pasted) == 0
    fitting = Fit.objects.filter(fits=True).first().client
    jobless = fitting.facts | {"jobs": []}
    Client.objects.filter(pk=fitting.pk).update(facts=jobless)
    rewrite_standings([fitting.pk], timezone.localdate())
    before = Fit.objects.get(client=fitting)
    custom_list.work_out(pasted)
    after = Fit.objects.get(client=fitting)
    standing = fitting.standings.held("general", pasted.held_on).exists()
    assert (before.fits, after.fits) == (True, not standing)


def test_a_standing_written_while_the_work_is_judged_is_looked_at_again(people, monkeypatch):
    pasted, _ = draw_of("healthcare")
    custom_list.work_out(pasted)
    fitting = Fit.objects.filter(fits=True).first().client

    def decode_late(facts, decode=custom_list.decode):
        Client.objects.filter(pk=fitting.pk).update(stood_at=timezone.now())
        return decode(facts)

    monkeypatch.setattr(custom_list, "decode", decode_late)
    custom_list.work_out_these(pasted, [fitting.pk])
    assert fitting in custom_list.find_unknown(pasted)


def test_facts_that_can_not_be_read_stop_nobody_else(people, caplog):
    pasted, _ = draw_of("healthcare")
    broken = ClientFactory(standing=600, standing__stream="general", facts={"jobs": [{"noc": "31301", "nonsense": 1}]})
    custom_list.work_out(pasted)
    assert not Fit.objects.get(client=broken).fits
    assert Fit.objects.filter(fits=True).exists()
    assert broken.email not in caplog.text


@pytest.mark.parametrize(("months", "hours"), [(6, 780), (12, 1560), (24, 3120)])
def test_months_are_that_part_of_a_years_hours(months, hours):
    draw = DrawFactory.build(stream="", occupations=["31301"], months=months, place="anywhere")
    assert custom_list.build_table(draw).value("hours") == hours


def paste(client, **changes):
    return record(client, **{"stream": "", "name": "New category", "occupations": "", **changes})


def test_staff_paste_the_list_with_whatever_stands_between(admin_client):
    words = "31301 Registered nurses; 32101\n  21231, 31301"
    paste(admin_client, occupations=words, months="12", place="canada")
    draw = Draw.objects.get()
    assert (draw.occupations, draw.months, draw.place) == (["31301", "32101", "21231"], 12, "canada")
    assert (draw.stream, draw.who, draw.selects) == ("", "New category", True)
    assert "31301\n32101\n21231" in admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"occupations": "99999", "months": "6", "place": "canada"}, "Not in NOC 2021: 99999."),
        ({"occupations": "nurses", "months": "6", "place": "canada"}, "There is no five-digit NOC code"),
        ({"occupations": "31301", "place": "canada"}, "A list of occupations needs this."),
        ({"occupations": "31301", "months": "6"}, "A list of occupations needs this."),
        ({"occupations": "31301", "months": "6", "place": "canada", "stream": "stem"}, "Leave the stream empty"),
        ({}, "Choose the stream"),
    ],
)
def test_a_list_that_can_not_be_matched_is_refused(admin_client, changes, said):
    assert said in paste(admin_client, **changes).content.decode()
    assert not Draw.objects.exists()


def test_another_list_is_worked_out_anew(admin_client, people):
    pasted, _ = draw_of("healthcare")
    custom_list.work_out(pasted)
    facts = {
        "number": pasted.number,
        "occupations": "21231",
        "months": "12",
        "place": "canada",
        "name": "New",
        "cutoff": "350",
    }
    facts |= {"held_on": pasted.held_on.isoformat(), "size": "1", "tie_break": "", "stream": ""}
    admin_client.post(f"/staff/draws/draw/{pasted.pk}/change/", facts)
    pasted.refresh_from_db()
    assert pasted.occupations == ["21231"]
    assert not Fit.objects.exists()


def sent(draw):
    """Publish it, and let everything leave."""
    Draw.objects.filter(pk=draw.pk).update(status="published")
    match(draw.pk)
    Alert.objects.update(state="sent")
    return Draw.objects.get(pk=draw.pk)


def right(draw, **values):
    """Correct it; return who is told what."""
    done = apply.correct(draw, values, reason="IRCC's page", by=None, seen=draw.corrections.count())
    pending = set(Alert.objects.filter(state="pending").values_list("client__email", flat=True))
    letters = {letter.client.email: letter.says for letter in done.letters.select_related("client")}
    return pending, {email for email, says in letters.items() if says == "error"}, done


def test_a_wrong_list_is_corrected_like_a_wrong_stream(people):
    nurses, _ = draw_of("healthcare")
    stem, _ = draw_of("stem")
    expected_before, expected = set(list_emails(Preview(nurses).told)), set(list_emails(Preview(stem).told))
    draw = sent(nurses)
    told_now, in_error, done = right(draw, occupations=stem.occupations, months=stem.months, place=stem.place)
    assert (told_now, in_error) == (expected - expected_before, expected_before - expected)
    assert told_now, "somebody matches only now"
    assert in_error, "somebody was told in error"
    assert done.changes["occupations"] == (", ".join(nurses.occupations), ", ".join(stem.occupations))
    corrected = Draw.objects.get(pk=draw.pk)
    assert set(corrected.fits.values_list("asked", flat=True)) == {custom_list.fingerprint_list(corrected)}
    assert set(list_emails(Preview(corrected).told)) == expected


def test_a_stream_gives_way_to_a_list(people):
    _, known = draw_of("healthcare")
    other, _ = draw_of("stem")
    before, expected = set(list_emails(Preview(known).told)), set(list_emails(Preview(other).told))
    values = {name: getattr(other, name) for name in OWN_LIST} | {"stream": ""}
    told_now, in_error, _ = right(sent(known), **values)
    assert (told_now, in_error) == (expected - before, before - expected)


def test_fewer_months_tell_those_who_have_them(people):
    pasted, _ = draw_of("healthcare", cutoff=300)
    Draw.objects.filter(pk=pasted.pk).update(months=60)
    few = set(list_emails(Preview(Draw.objects.get(pk=pasted.pk)).told))
    told_now, in_error, _ = right(sent(pasted), months=1)
    assert in_error == set()
    assert few.isdisjoint(told_now)
    assert told_now


def test_staff_see_the_difference_of_a_list_before_anything_is_sent(admin_client, people):
    pasted, _ = draw_of("healthcare")
    draw = sent(pasted)
    page = f"/staff/draws/draw/{draw.pk}/correct/"
    assert "\n".join(draw.occupations) in admin_client.get(page).content.decode()
    pasted_words = " and ".join(f"{code} with a long title that IRCC gives it" for code in draw.occupations[:-1])
    form = {"name": draw.name, "stream": "", "held_on": f"{draw.held_on}", "cutoff": 350, "size": "", "tie_break": ""}
    form |= {"occupations": pasted_words, "months": "6", "place": "anywhere", "look": "See the difference"}
    shown = admin_client.post(page, form)
    assert shown.status_code == 302
    assert len(shown.url) < 2000, "a link may be only so long"
    text = admin_client.get(shown.url).content.decode()
    assert "Occupations on its list" in text
    assert draw.corrections.count() == 0
    form |= {"seen": 0, "reason": "IRCC's page"}
    form |= {"recipients": read_number(text), "figure": 350} if "will be written to" in text else {}
    form.pop("look")
    admin_client.post(page, form)
    assert Draw.objects.get(pk=draw.pk).occupations == draw.occupations[:-1]


@pytest.mark.parametrize(("kinds", "place"), [(["new"], "told"), (["healthcare"], "other_kinds")])
def test_who_chose_kinds_of_round_hears_of_new_categories_if_chosen(people, kinds, place):
    pasted, _ = draw_of("healthcare")
    client = Client.objects.get(email=list_emails(Preview(pasted).told)[0])
    save_wish(client, Wish("chosen", tuple(kinds)), language="en", source="test", ip=None)
    preview = Preview(pasted)
    groups = {"told": preview.told, **preview.not_told}
    assert client.email in list_emails(groups[place])
    assert "to hear of new categories" in str(describe_reasons(pasted)["other_kinds"])


def test_the_choice_of_kinds_is_looked_at_again_right_before_the_send(people):
    pasted, _ = draw_of("healthcare")
    emails_told = list_emails(Preview(pasted).told)[:2]
    for client in Client.objects.filter(email__in=emails_told):
        save_wish(client, Wish("chosen", ("new",)), language="en", source="test", ip=None)
    Draw.objects.filter(pk=pasted.pk).update(status="published")
    match(pasted.pk)
    save_wish(
        Client.objects.get(email=emails_told[1]),
        Wish("chosen", ("healthcare",)),
        language="en",
        source="test",
        ip=None,
    )
    worker.dispatch_owed(worker.send)
    states = dict(Alert.objects.filter(client__email__in=emails_told).values_list("client__email", "state"))
    assert states == {emails_told[0]: "sent", emails_told[1]: "suppressed"}
