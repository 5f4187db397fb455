"""Correcting a published draw: those who match only now are told, those told in error hear it once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from draws.corrections import apply
from draws.corrections.describe import describe_value
from draws.corrections.messages import CorrectionNews
from draws.matching import matcher
from draws.matching.matcher import match
from draws.matching.preview import Preview
from draws.models import Alert, Correction, CorrectionLetter, Draw
from draws.outbox import worker
from draws.publishing import publisher
from intake.consents import consent
from intake.models import Client
from tests.draws.factories import ClientFactory, DrawFactory, StandingFactory

pytestmark = pytest.mark.django_db
TIE = datetime(2026, 9, 1, 12, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def published(**values):
    """A draw published and matched; nothing has left yet."""
    draw = DrawFactory(**values)
    publisher.publish(draw)
    match(draw.pk)
    return Draw.objects.get(pk=draw.pk)


def put_right(draw, **values):
    """Correct it as it stands now."""
    draw.refresh_from_db()
    return apply.correct(draw, values, reason="a typo", by=None, seen=draw.corrections.count())


def everything_leaves():
    """Send what is owed; return who got which kind of letter, in the newest run only."""
    mail.outbox.clear()
    worker.dispatch_owed(worker.send)
    return {message.to[0]: message.subject.partition(" ")[0] for message in mail.outbox}


def clients(*scores):
    return [ClientFactory(standing=score) for score in scores]


def numbers(correction):
    return correction.told, correction.in_error, correction.withdrawn


def test_a_lower_cutoff_tells_those_who_match_only_now():
    low, high = clients(465, 480)
    draw = published(cutoff=470)
    assert everything_leaves() == {high.email: "Express"}
    assert numbers(put_right(draw, cutoff=460)) == (1, 0, 0)
    assert everything_leaves() == {low.email: "Express", high.email: "Details"}
    assert "cut-off of 460" in next(m for m in mail.outbox if m.to == [low.email]).subject
    draw.refresh_from_db()
    assert (draw.cutoff, draw.status) == (460, "corrected")


def test_a_higher_cutoff_sends_one_correction_to_those_told_in_error():
    low, high = clients(475, 485)
    draw = published(cutoff=470)
    everything_leaves()
    assert numbers(put_right(draw, cutoff=480)) == (0, 1, 0)
    assert everything_leaves() == {low.email: "Correction:", high.email: "Details"}
    letter = next(m for m in mail.outbox if m.to == [low.email])
    assert "CRS cut-off: we had recorded “470”; right is “480”." in letter.body
    assert "CRS cut-off: we had recorded “470”; right is “480”." in letter.alternatives[0][0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert everything_leaves() == {}


def test_what_has_not_left_is_withdrawn_not_sent():
    low, high = clients(475, 485)
    draw = published(cutoff=470)
    assert numbers(put_right(draw, cutoff=480)) == (0, 0, 1)
    assert everything_leaves() == {high.email: "Express"}
    assert "cut-off of 480" in mail.outbox[0].subject
    assert Alert.objects.get(client=low).state == "suppressed"
    assert CorrectionLetter.objects.count() == 0


def test_another_stream_matches_other_people():
    cec = ClientFactory(standing=480)
    trades = StandingFactory(stream="trades", crs=480).client
    both = ClientFactory(standing=480)
    StandingFactory(client=both, stream="trades", crs=480)
    draw = published(stream="cec")
    everything_leaves()
    put_right(draw, stream="trades", name="Trades Occupations, 2026-Version 3")
    assert everything_leaves() == {cec.email: "Correction:", trades.email: "Express", both.email: "Details"}


def test_a_tie_break_decides_at_the_cutoff():
    early = ClientFactory(standing=470, profile_submitted_at=TIE - HOUR)
    late = ClientFactory(standing=470, profile_submitted_at=TIE + HOUR)
    draw = published(cutoff=470)
    assert set(everything_leaves()) == {early.email, late.email}
    put_right(draw, tie_break=TIE)
    assert everything_leaves() == {early.email: "Details", late.email: "Correction:"}
    for letter in mail.outbox:
        assert "“none published”; right is “Sept. 1, 2026, 12:00:00 UTC (Coordinated Universal Time)”" in letter.body


def test_another_day_is_matched_as_of_that_day():
    today = timezone.localdate()
    before, after = ClientFactory(), ClientFactory()
    StandingFactory(client=before, crs=480, until=today - timedelta(days=3))
    StandingFactory(client=after, crs=480, since=today - timedelta(days=3))
    draw = published(held_on=today - timedelta(days=1))
    assert set(everything_leaves()) == {after.email}
    put_right(draw, held_on=today - timedelta(days=5))
    assert everything_leaves() == {before.email: "Express", after.email: "Correction:"}


def test_an_alert_that_waits_says_the_score_of_the_corrected_day():
    today = timezone.localdate()
    client = ClientFactory()
    StandingFactory(client=client, crs=490, until=today - timedelta(days=3))
    StandingFactory(client=client, crs=470, since=today - timedelta(days=3))
    draw = published(held_on=today - timedelta(days=1), cutoff=470)
    put_right(draw, held_on=today - timedelta(days=5))
    assert (Alert.objects.get().crs, Alert.objects.get().basis) == (490, "above")


def test_a_second_correction_that_takes_the_first_back():
    told, waiting = clients(475, 475)
    draw = published(cutoff=470)
    Alert.objects.filter(client=waiting).update(due_at=timezone.now() + HOUR)
    assert everything_leaves() == {told.email: "Express"}
    assert numbers(put_right(draw, cutoff=480)) == (0, 1, 1)
    assert everything_leaves() == {told.email: "Correction:"}
    assert numbers(put_right(draw, cutoff=470)) == (2, 0, 0)
    assert everything_leaves() == {told.email: "Correction:", waiting.email: "Express"}
    assert "you did reach the cut-off" in next(m for m in mail.outbox if m.to == [told.email]).subject
    assert numbers(put_right(draw, cutoff=480)) == (0, 2, 0)
    assert everything_leaves() == {told.email: "Correction:", waiting.email: "Correction:"}
    assert draw.corrections.count() == 3


def test_a_correction_taken_back_before_its_letters_left_says_nothing():
    clients(475)
    draw = published(cutoff=470)
    everything_leaves()
    put_right(draw, cutoff=480)
    put_right(draw, cutoff=470)
    assert everything_leaves() == {}
    put_right(draw, cutoff=480)
    assert list(everything_leaves().values()) == ["Correction:"]


def test_a_third_correction_does_not_repeat_what_was_heard_last():
    clients(475)
    draw = published(cutoff=470)
    everything_leaves()
    put_right(draw, cutoff=480)
    everything_leaves()
    put_right(draw, cutoff=470)
    assert numbers(put_right(draw, cutoff=481)) == (0, 0, 0)
    assert everything_leaves() == {}


def test_an_alert_that_is_leaving_meanwhile_is_looked_at_when_it_has_left():
    marked, died, refused = clients(475, 475, 475)
    draw = published(cutoff=470)
    leaving = timezone.now() + HOUR
    Alert.objects.update(state="sending", unanswered=1, lease_until=leaving)
    put_right(draw, cutoff=480)
    assert everything_leaves() == {}
    Alert.objects.filter(client=marked).update(state="sent", unanswered=0)
    Alert.objects.filter(client=died).update(lease_until=timezone.now())
    Alert.objects.filter(client=refused).update(state="pending", unanswered=0, lease_until=None)
    CorrectionLetter.objects.update(due_at=timezone.now())
    assert everything_leaves() == {marked.email: "Correction:", died.email: "Correction:"}
    assert all("We may have written to you" in letter.body for letter in mail.outbox)
    assert {Alert.objects.get(client=client).state for client in (died, refused)} == {"suppressed"}


@pytest.mark.parametrize(
    ("unanswered", "heard", "numbers_of_it"),
    [
        pytest.param(1, {"Correction:"}, (0, 1, 0), id="cut off: may have it"),
        pytest.param(0, set(), (0, 0, 1), id="refused for now: has it not"),
    ],
)
def test_who_may_have_the_alert_gets_a_correction_that_is_right_either_way(unanswered, heard, numbers_of_it):
    clients(475)
    draw = published(cutoff=470)
    Alert.objects.update(attempts=1, unanswered=unanswered, due_at=timezone.now() + HOUR)
    assert numbers(put_right(draw, cutoff=480)) == numbers_of_it
    assert set(everything_leaves().values()) == heard
    assert Alert.objects.get().state == "suppressed"
    assert ["If you received that message, it was wrong" in letter.body for letter in mail.outbox] == [True] * len(
        heard
    )
    assert everything_leaves() == {}


def test_who_may_have_heard_either_is_told_what_is_right_in_the_end():
    (client,) = clients(475)
    draw = published(cutoff=470)
    everything_leaves()
    put_right(draw, cutoff=480)
    CorrectionLetter.objects.update(attempts=1, unanswered=1)
    put_right(draw, cutoff=470)
    assert everything_leaves() == {client.email: "Correction:"}
    assert "We may have written to you that you had not reached" in mail.outbox[0].body
    assert numbers(put_right(draw, cutoff=480)) == (0, 1, 0)
    assert everything_leaves() == {client.email: "Correction:"}
    assert "We wrote to you that, by the answers" in mail.outbox[0].body


def test_an_alert_that_may_have_left_and_is_right_leaves_anew_in_other_words():
    (client,) = clients(485)
    draw = published(cutoff=470)
    before = Alert.objects.get().identity
    Alert.objects.update(attempts=1, unanswered=1)
    put_right(draw, cutoff=480)
    assert everything_leaves() == {client.email: "Express"}
    assert "cut-off of 480" in mail.outbox[0].subject
    assert Alert.objects.get().identity != before, "a mail program that has the first must not drop the second"
    put_right(draw, cutoff=480, size=5)
    assert everything_leaves() == {}


def details(draw, **values):
    """Correct it; the one letter that leaves."""
    put_right(draw, **values)
    assert list(everything_leaves().values()) == ["Details"]
    return mail.outbox[0].body


def test_who_was_told_rightly_hears_the_right_cutoff_once():
    clients(500)
    draw = published(cutoff=490)
    everything_leaves()
    body = details(draw, cutoff=480)
    assert "That stays true" in body
    assert "CRS cut-off: we had recorded “490”; right is “480”." in body
    assert "Your score on that day was 500. It is above the cut-off of 480." in body
    assert "Do not rely" not in body
    assert everything_leaves() == {}
    assert draw.corrections.get().details == 1


def test_a_letter_is_in_its_readers_language_throughout():
    client = ClientFactory(standing=500, language="fr")
    draw = published(cutoff=490)
    everything_leaves()
    today = timezone.localdate()
    put_right(draw, cutoff=480, tie_break=TIE, held_on=today - timedelta(days=3))
    worker.dispatch_owed(worker.send)
    letter = next(m for m in mail.outbox if m.to == [client.email] and "Détails corrigés" in m.subject)
    cutoff = "* Note SCG minimale\xa0: nous avions enregistré «\xa0490\xa0»; la bonne valeur est «\xa0480\xa0»."
    assert cutoff in letter.body
    assert "* Règle de bris d’égalité\xa0: nous avions enregistré «\xa0aucune publiée\xa0»" in letter.body
    for english in ("Date:", "cut-off", "Tie-break", "published"):
        assert english not in letter.body


def test_what_was_not_known_agrees_with_every_label():
    with translation.override("fr"):
        assert describe_value("cutoff", "") == describe_value("size", "") == "donnée inconnue"
        assert describe_value("tie_break", "") == "aucune publiée"


def test_a_tie_break_that_turns_out_decides_for_those_at_the_cutoff_only():
    at, _above = ClientFactory(standing=470), ClientFactory(standing=471)
    draw = published(cutoff=470)
    everything_leaves()
    body = details(draw, tie_break=TIE)
    assert mail.outbox[0].to == [at.email]
    assert "submitted before Sept. 1, 2026, 12:00:00 UTC (Coordinated Universal Time) were invited" in body
    letter = CorrectionLetter.objects.get()
    assert (letter.basis_before, letter.basis, Alert.objects.get(client=at).basis) == (
        "at_cutoff",
        "tie_unknown",
        "tie_unknown",
    )


# --- What changes while a letter waits --------------------------------------------------------------------------------


def owe_at_tie(draw, client, says):
    """The letter owed to a client at the cut-off, after the tie-break became known."""
    everything_leaves()
    put_right(draw, tie_break=TIE)
    letter = CorrectionLetter.objects.get(client=client)
    assert letter.says == says
    return letter


def leave_with(letter, submitted_at):
    """The letter as it is after sending, with this time of the profile in the file by then."""
    Client.objects.filter(pk=letter.client_id).update(profile_submitted_at=submitted_at)
    everything_leaves()
    letter.refresh_from_db()
    return letter


def test_who_would_have_been_selected_by_the_time_in_the_file_now_is_not_told_the_contrary():
    late = ClientFactory(standing=470, profile_submitted_at=TIE + HOUR)
    letter = leave_with(owe_at_tie(published(cutoff=470), late, "error"), TIE - HOUR)
    assert (letter.state, mail.outbox) == ("suppressed", [])
    assert letter.problem == "By the profile's time as it stands in the file now, the client does match the round."
    assert not letter.alert.in_error


def test_who_would_not_have_been_selected_by_it_is_not_told_that_they_match():
    early = ClientFactory(standing=470, profile_submitted_at=TIE - HOUR)
    letter = leave_with(owe_at_tie(published(cutoff=470), early, "details"), TIE + HOUR)
    assert (letter.state, mail.outbox) == ("suppressed", [])
    assert letter.problem == "By the profile's time as it stands in the file now, the client does not match the round."
    assert Alert.objects.get(pk=letter.alert_id).in_error


def test_the_time_of_the_profile_is_that_of_the_moment_and_not_of_the_batch():
    unknown = ClientFactory(standing=470, profile_submitted_at=None)
    letter = owe_at_tie(published(cutoff=470), unknown, "details")
    (row,) = worker.find_to_send(CorrectionLetter, [letter.pk])
    Client.objects.update(profile_submitted_at=TIE - HOUR)
    CorrectionNews(row).renew()
    assert (row.basis, row.alert.in_pool) == ("tie_met", "yes")


def test_a_letter_says_the_basis_and_the_pool_by_the_time_in_the_file_now():
    unknown = ClientFactory(standing=470, profile_submitted_at=None)
    letter = owe_at_tie(published(cutoff=470), unknown, "details")
    assert (letter.basis, letter.alert.in_pool) == ("tie_unknown", "unknown")
    letter = leave_with(letter, TIE - HOUR)
    assert (letter.state, letter.basis, letter.alert.in_pool) == ("sent", "tie_met", "yes")


def test_a_letter_that_may_have_arrived_keeps_its_words():
    unknown = ClientFactory(standing=470, profile_submitted_at=None)
    letter = owe_at_tie(published(cutoff=470), unknown, "details")
    CorrectionLetter.objects.update(unanswered=1)
    letter = leave_with(letter, TIE - HOUR)
    assert (letter.state, letter.basis, letter.alert.in_pool) == ("sent", "tie_unknown", "unknown")


def test_answers_that_changed_since_make_no_letter_wrong():
    """The score is that of the day of the round, and neither a higher one now nor a stage is news of it."""
    low, _high = clients(475, 485)
    draw = published(cutoff=470)
    everything_leaves()
    put_right(draw, cutoff=480)
    low.standings.update(crs=500)
    Client.objects.update(stage="invited")
    letter = leave_with(CorrectionLetter.objects.get(client=low), None)
    assert (letter.state, letter.says, letter.crs) == ("sent", "error", 475)


@pytest.mark.parametrize("hours", [None, -1, 0, 1])
def test_a_tie_break_decides_alike_with_and_without_the_database(hours):
    submitted = None if hours is None else TIE + hours * HOUR
    ClientFactory(standing=470, profile_submitted_at=submitted)
    draw = DrawFactory(cutoff=470, tie_break=TIE)
    assert matcher.is_at_tie_break(draw, 470)
    assert not matcher.is_at_tie_break(draw, 471)
    assert matcher.find_qualifying(draw).exists() is matcher.meets_tie_break(draw, submitted)


def test_name_and_number_of_invitations_are_no_reason_to_write():
    clients(500)
    draw = published()
    everything_leaves()
    put_right(draw, size=999, name="Canadian Experience Class (Version 2)")
    assert everything_leaves() == {}
    assert "Invitations: we had recorded “1,000”; right is “999”." in details(draw, cutoff=480)


def test_details_taken_back_before_the_letter_left_are_no_news():
    clients(500)
    draw = published(cutoff=490)
    everything_leaves()
    put_right(draw, cutoff=480)
    put_right(draw, cutoff=490)
    assert everything_leaves() == {}
    assert "CRS cut-off: we had recorded “490”; right is “470”." in details(draw, cutoff=470)
    assert "CRS cut-off: we had recorded “470”; right is “480”." in details(draw, cutoff=480)


def test_who_is_told_by_a_correction_heard_the_corrected_draw():
    low, high = clients(485, 500)
    draw = published(cutoff=490)
    everything_leaves()
    put_right(draw, cutoff=480)
    assert everything_leaves() == {low.email: "Express", high.email: "Details"}
    put_right(draw, cutoff=484)
    assert everything_leaves() == {low.email: "Details", high.email: "Details"}
    assert all("we had recorded “480”; right is “484”" in letter.body for letter in mail.outbox)


def test_what_was_corrected_before_the_matching_was_told_to_nobody():
    clients(500)
    draw = DrawFactory(cutoff=490)
    publisher.publish(draw)
    put_right(draw, cutoff=480)
    match(draw.pk)
    everything_leaves()
    assert "we had recorded “480”; right is “470”" in details(draw, cutoff=470)


def test_the_score_of_the_corrected_stream_counts_in_the_next_correction():
    low, high = ClientFactory(standing=480), ClientFactory(standing=480)
    StandingFactory(client=low, stream="trades", crs=472)
    StandingFactory(client=high, stream="trades", crs=490)
    nowhere = ClientFactory(standing=480)
    draw = published(stream="cec", cutoff=470)
    everything_leaves()
    put_right(draw, stream="trades")
    assert everything_leaves() == {low.email: "Details", high.email: "Details", nowhere.email: "Correction:"}
    assert "Your score on that day was 490." in next(m for m in mail.outbox if m.to == [high.email]).body
    put_right(draw, cutoff=475)
    assert everything_leaves() == {low.email: "Correction:", high.email: "Details"}
    put_right(draw, cutoff=400)
    assert everything_leaves() == {low.email: "Correction:", high.email: "Details"}
    assert Alert.objects.get(client=nowhere).crs == 0


def test_what_a_worker_has_in_its_hands_waits_and_is_read_again():
    clients(485, 486)
    draw = published(cutoff=470)
    in_hands = timezone.now() + HOUR
    Alert.objects.update(lease_until=in_hands)
    pks = [alert.pk for alert in Alert.objects.all()]

    def meanwhile(message):
        put_right(draw, cutoff=480)

    batch = worker.SendingBatch(Alert, Outbox(meanwhile))
    for row in list(Alert.objects.to_send().filter(pk__in=pks)):
        batch.take(row)
    assert batch.connection.subjects[0].count("470") == 1
    assert len(batch.connection.subjects) == 1
    Alert.objects.filter(state="pending").update(due_at=timezone.now(), lease_until=None)
    assert everything_leaves() != {}
    assert "480" in mail.outbox[0].subject


class Outbox:
    """A mail server at which something happens while it takes the first message."""

    def __init__(self, meanwhile):
        self.meanwhile, self.subjects = meanwhile, []

    def send(self, message):
        self.subjects.append(str(message.subject))
        self.meanwhile(message)


def test_who_withdrew_consent_gets_no_correction():
    (client,) = clients(475)
    draw = published(cutoff=470)
    everything_leaves()
    consent.withdraw(client, language="en", source="test")
    put_right(draw, cutoff=480)
    assert everything_leaves() == {}
    assert CorrectionLetter.objects.get().state == "suppressed"


def test_who_agreed_after_publication_is_not_told_by_a_correction():
    late = ClientFactory(standing=480, alerts=False)
    draw = published(cutoff=470)
    consent.give(late, wording="yes", language="en", source="test")
    put_right(draw, cutoff=469)
    assert everything_leaves() == {}


def test_facts_changed_since_make_no_alert_wrong():
    (client,) = clients(480)
    draw = published(cutoff=470)
    everything_leaves()
    client.standings.update(crs=400)
    put_right(draw, cutoff=475)
    assert everything_leaves() == {client.email: "Details"}
    assert "Your score on that day was 480." in mail.outbox[0].body


def test_a_draw_not_matched_yet_is_only_changed():
    low, high = clients(475, 485)
    draw = DrawFactory(cutoff=470)
    publisher.publish(draw)
    put_right(draw, cutoff=480)
    match(draw.pk)
    assert everything_leaves() == {high.email: "Express"}
    assert Alert.objects.filter(client=low).count() == 0


def test_everything_is_on_record():
    draw = published(cutoff=470)
    put_right(draw, cutoff=480, size=900)
    (kept,) = Correction.objects.all()
    assert kept.changes == {"cutoff": ("470", "480"), "size": ("1000", "900")}
    assert (kept.reason, kept.by) == ("a typo", None)


def test_the_preview_and_publish_say_who_is_told_after_the_correction():
    wrong, right = clients(475, 485)
    draw = published(cutoff=470)
    everything_leaves()
    put_right(draw, cutoff=480)
    preview = Preview(Draw.objects.get())
    assert [alert.client for alert in preview.told] == [right]
    assert [alert.client for alert in preview.not_told["told_in_error"]] == [wrong]
    assert preview.counts()["below_cutoff"] == 0


def test_what_the_feed_contradicted_is_settled_by_the_correction():
    draw = published(cutoff=470)
    received = {"drawNumber": draw.number, "drawDate": f"{draw.held_on}", "drawName": draw.name, "drawCRS": "480"}
    doubts = [{"about": "cutoff", "received": "480", "ours": "470"}]
    Draw.objects.update(received=received, not_understood=doubts)
    put_right(draw, cutoff=480)
    assert Draw.objects.get().not_understood == []


@pytest.mark.parametrize(
    ("status", "values", "words"),
    [
        ("draft", {"cutoff": 480}, "is a draft"),
        ("published", {}, "Nothing differs"),
        ("published", {"stream": ""}, "Choose the stream"),
        ("published", {"cutoff": None}, "Enter the CRS cut-off"),
        ("published", {"held_on": timezone.localdate() - timedelta(days=400)}, "would be missed"),
    ],
)
def test_what_is_no_correction_is_refused(status, values, words):
    draw = published()
    Draw.objects.update(status=status)
    with pytest.raises(publisher.PublicationRefused, match=words):
        put_right(draw, **values)
    assert Correction.objects.count() == 0


def test_who_looked_before_another_corrected_must_look_again():
    draw = published()
    put_right(draw, cutoff=480)
    with pytest.raises(publisher.PublicationRefused, match="Somebody else"):
        apply.correct(draw, {"cutoff": 490}, reason="x", by=None, seen=0)
