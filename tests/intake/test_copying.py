"""The copy of a client's data holds everything that is kept of them, or what it leaves out has a name and a reason."""

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from intake.clients import changes, delete_file
from intake.clients.import_history import WRITTEN, log_written
from intake.data_copy import data_export
from intake.data_copy.data_export import PARTS, export_file
from intake.models import Assessment, Client, Intake, RowChange, Scenario, Share, ShareUse
from tests.intake.saving import save

OURS = {"intake", "draws"}
LEFT_OUT = {
    "intake.TakenTime": "the hours of its consultation, which is given",
    "intake.Note": "the firm's own record, given on request",
    "intake.MoneyEntry": "the firm's own books, given on request",
    "intake.Todo": "the firm's own work, given on request; the steps after an invitation are given",
    "intake.FileTag": "the firm's own words, given on request",
    "intake.ImportRow": "what a file that staff brought said of them, for a day; what came of it is in the file",
    "intake.RowChange": "what the file said of the person is given, before and after; of other rows, what they say now",
    "draws.Addressee": "that they were chosen for a message, which is given",
    "intake.Member": "its household is given",
    "intake.KeptResult": "a result rendered, which is given as facts and numbers",
}
FIELDS_LEFT_OUT = {
    "intake.Client": {
        "adviser": "the staff who work on the file are the firm's matter",
        "next_action": "with the notes, on request",
        "follow_up_on": "with the notes, on request",
        "stood_at": "when the standings were worked out",
        "stood_by": "by which rules they were",
        "stood_until": "how far ahead they were",
        "stays_until": "how far ahead nothing can change them",
        "sample": "made up",
    },
    "intake.Intake": {"token": "a key of the browser"},
    "intake.Assessment": {"intake": "given among the answers"},
    "intake.AddressChange": {"by": "staff"},
    "intake.FileView": {"staff": "given by name, as `who`", "on": "the day of `at`"},
    "intake.Share": {"key": "what opens the link"},
    "intake.StageMove": {"by": "staff"},
    "intake.Invitation": {"by": "staff", "closed_by": "staff"},
    "intake.ConflictCheck": {"searched": "names of others", "author": "staff"},
    "intake.DeletionRequest": {"entered_by": "staff", "answered_by": "staff"},
    "intake.Household": {"by": "staff", "created": "when staff entered it"},
    "intake.DocumentSeen": {"note": "the firm's own record", "author": "staff", "print": "made of part and value"},
    "intake.Consultation": {
        "adviser": "staff",
        "pause": "the firm's own time",
        "place": "a mark of the network that asked, for the limits",
        "held_until": "empty once it is confirmed",
        "sequence": "counts the changes, for calendar programs",
    },
    "intake.ConsultationChange": {
        "consultation": "given by its reference",
        "by": "staff",
        "values": "what the consultation holds now is given; the adviser is staff",
    },
    "intake.Enquiry": {"place": "a mark of the network that asked, for the limits", "answered_by": "staff"},
    "intake.OwedEvent": {"event_id": "a mark for the program that is told", "key": "facts again"},
    "intake.Letter": {
        "key": "kind and time again",
        "secret": "empty once it has left",
        "urgent": "how it was sent",
        "until": "how it was sent",
        "place": "a mark of the network that asked, for the limits",
    },
    "draws.CorrectionLetter": {"alert": "given among the alerts", "heard": "how it was", "certain": "how it was"},
    "draws.LeftOut": {"by": "staff"},
    "draws.WrittenMessage": {"by": "staff", "key": "keeps it from being sent twice", "words": "subject and text again"},
    "draws.StaffReminder": {"told_to": "staff", "member": "staff"},
    "draws.Alert": {"correction": "given among the corrections"},
}
# How a message was sent, of no meaning without the server.
SENDING = {"attempts", "unanswered", "due_at", "lease_until", "provider_id"}


def about(model, seen):
    """Every model of ours whose rows belong to a row of this one, and so on."""
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model if relation.auto_created and not relation.concrete else None
        if other and other._meta.app_label in OURS and other not in seen and other is not Client:
            seen.add(other)
            about(other, seen)
    return seen


def test_every_model_about_a_client_is_in_the_copy_or_named_here():
    given = {part.model for part in PARTS}
    assert {model._meta.label for model in about(Client, set())} == given | set(LEFT_OUT)
    assert not given & set(LEFT_OUT)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_column_is_in_the_copy_or_named_here(part):
    columns = {field.name for field in apps.get_model(part.model)._meta.concrete_fields}
    own = {"id", part.client.partition("__")[0]} | SENDING | set(FIELDS_LEFT_OUT.get(part.model, ()))
    given = {field.partition("__")[0] for field in part.fields}
    assert columns - given - own == set()


def test_every_column_of_the_client_is_in_the_copy_or_named_here():
    given = {*data_export.OWN, *data_export.TIMES, *data_export.DELETION, *data_export.AGREEMENTS, "consultant"}
    given |= {*data_export.NUMBERS}
    columns = {field.name for field in Client._meta.concrete_fields} - {"id"}
    assert columns == given | set(FIELDS_LEFT_OUT["intake.Client"])


@pytest.mark.django_db
def test_the_uses_of_share_links_and_the_scenarios_are_in_it_and_nobody_elses():
    for name in ("a", "b"):
        client = Client.objects.create(email=f"{name}@example.org")
        intake = Intake.objects.create(client=client)
        days = {"on": timezone.localdate(), "edition": timezone.localdate()}
        made = Assessment.objects.create(client=client, intake=intake, facts={}, result={}, crs=1, **days)
        Scenario.objects.create(assessment=made, name=f"plan of {name}")
        ShareUse.objects.create(share=Share.objects.create(client=client, assessment=made, until=timezone.localdate()))
    copy = export_file(Client.objects.get(email="a@example.org"))
    assert [row["name"] for row in copy["scenarios"]] == ["plan of a"]
    assert [row["share"] for row in copy["share_uses"]] == [row["id"] for row in copy["shares"]]
    assert len(copy["share_uses"]) == 1


@pytest.mark.django_db
def test_answers_before_and_after_a_change_are_in_it_and_go_with_the_file(admin_user):
    for name in ("a", "b"):
        Client.objects.create(email=f"{name}@example.org", facts={"family_size": 1})
    client = Client.objects.get(email="a@example.org")
    was = {client.pk: changes.read_values(client, WRITTEN)}
    client.facts = {"family_size": 2}
    client.save()
    log_written(admin_user, [], [client], was)
    LogEntry.objects.create(
        user=admin_user,
        content_type=ContentType.objects.get_for_model(Client),
        object_id=str(client.pk),
        action_flag=CHANGE,
        change_message='said "facts" once',
    )
    was = changes.read_file(client)
    client.facts, client.name = {"family_size": 3}, "Ana"
    changes.keep_file_change(client, was)
    copy = export_file(client)
    assert [(row["was"], row["now"]) for row in copy["answers_changed"]] == [
        ({"family_size": 1}, {"family_size": 2}),
        ({"family_size": 2}, {"family_size": 3}),
    ]
    assert [(row["name"], row["was"], row["now"]) for row in copy["details_changed"]] == [("name", "", "Ana")]
    other = export_file(Client.objects.get(email="b@example.org"))
    assert (other["answers_changed"], other["details_changed"]) == ([], [])
    delete_file.delete_unworked([client])
    assert not LogEntry.objects.exists()
    assert not RowChange.objects.exists()


@pytest.mark.django_db
def test_what_staff_changed_of_the_person_is_in_it_and_their_own_work_is_not(admin_client):
    ana = Client.objects.create(email="ana@example.org", name="Ana")
    save(admin_client, ana, name="Ana Lee", postal_address="1 Main Street", next_action="call her sister")
    found = [(row["name"], row["was"], row["now"]) for row in export_file(ana)["details_changed"]]
    assert sorted(found) == [("name", "Ana", "Ana Lee"), ("postal_address", "", "1 Main Street")]
