"""The staff's desk with something of a client on every page, and every action that it knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from draws.feed import round_files
from draws.mailings.mass_mails import plan_retry
from draws.matching.matcher import find_followers_told, find_told
from draws.models import (
    Alert,
    Circular,
    Correction,
    CorrectionLetter,
    Draw,
    Feed,
    FollowerNews,
    Heartbeat,
    LeftOut,
    Mailing,
    MessageTemplate,
    Pause,
    RuleChange,
    StaffReminder,
    WrittenMessage,
)
from draws.models.firm_rules import FirmEdition, TableCheck
from draws.models.rule_changes import RuleEffect
from draws.permissions import (
    ADD_DRAW,
    ADD_RULE_CHANGE,
    COMPARE_TABLE,
    DELETE_DRAW,
    ENTER_RULES,
    KEEP_TEMPLATES,
    PAUSE_SENDING,
    PUBLISH_DRAW,
    RELEASE_RULE_CHANGE,
    RELEASE_RULES,
    VIEW_ALERT,
    VIEW_CIRCULARS,
    VIEW_CORRECTION,
    VIEW_DRAW,
    VIEW_FEED,
    VIEW_FOLLOWER_NEWS,
    VIEW_HEARTBEAT,
    VIEW_LETTER,
    VIEW_MAILING,
    VIEW_NOTICE,
    VIEW_OWED_LETTER,
    VIEW_PAUSE,
    VIEW_RULE_CHANGE,
    VIEW_RULES,
    VIEW_STAFF_REMINDER,
    VIEW_TEMPLATES,
    VIEW_WRITTEN,
    WRITE_TO_CLIENT,
    WRITE_TO_MANY,
)
from draws.rounds import snapshot
from draws.rule_changes import compare
from draws.rule_changes.live_rulebook import ReleasedRules, released
from draws.rule_changes.messages import RuleNews
from intake.account.messages import AddressChanged
from intake.clients import delete_file
from intake.clients.imports.files import ImportTable
from intake.models import (
    Assessment,
    BreachRecord,
    Client,
    ClientExport,
    ClientImport,
    ConsentProof,
    Consultation,
    DatedItem,
    DayOff,
    DeletionRequest,
    DocumentSeen,
    Enquiry,
    EventReceiver,
    FirmTestimonial,
    Follower,
    Intake,
    Letter,
    Licence,
    ListHabit,
    Note,
    OwedEvent,
    SavedList,
    StageTodo,
    Tag,
    Todo,
    VisitCount,
)
from intake.permissions import (
    ADD_CLIENT,
    ADVISE,
    CHANGE_CLIENT,
    CHANGE_CONSULTATIONS,
    COPY_CLIENT,
    DELETE_CLIENT,
    DELETE_RECORD,
    EXPORT_CLIENTS,
    IMPORT_CLIENTS,
    KEEP_MONEY,
    KEEP_TAGS,
    MANAGE_CALENDARS,
    MANAGE_DAYS_OFF,
    MANAGE_ENGAGEMENT,
    MANAGE_FIRM_TEXTS,
    MANAGE_LOOK,
    MANAGE_OFFICES,
    MANAGE_PEOPLE,
    MANAGE_SERVICES,
    MANAGE_STAGE_TODOS,
    MANAGE_TESTIMONIALS,
    MANAGE_WEBHOOKS,
    RECORD_CONSENT,
    VERIFY_FACTS,
    VIEW_ASSESSMENT,
    VIEW_BREACHES,
    VIEW_CLIENT,
    VIEW_CONSENT_PROOFS,
    VIEW_CONSENTS,
    VIEW_CONSULTATIONS,
    VIEW_DATED_ITEMS,
    VIEW_DELETION_REQUESTS,
    VIEW_ENQUIRIES,
    VIEW_EVERY_CLIENT,
    VIEW_EXPORTS,
    VIEW_FOLLOWERS,
    VIEW_INTAKE,
    VIEW_MONEY,
    VIEW_OWED_EVENTS,
    VIEW_REPORTS,
    VIEW_STANDINGS,
    VIEW_TAGS,
    VIEW_TODOS,
    VIEW_VISITS,
    Role,
)
from intake.permissions import (
    Permission as Named,
)
from intake.staff.client_admin.file_form import find_consultants
from scoring.apps import rulebook
from tests.draws.factories import AlertFactory, DrawFactory, PublishedDrawFactory, RuleNewsFactory
from tests.draws.letters import make_circular, make_version, write
from tests.draws.staff import RECORDED
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.files import with_result
from tests.intake.firms import add_firm
from tests.intake.saving import save
from tests.letters import owe_one

NAME = "Amara Secret"
BACKEND = "django.contrib.auth.backends.ModelBackend"
CONSENT = {"language": "fr", "way": "telephone", "proof": "recording 4711", "said_yes": "on"}
NOTED = {"kind": "called", "text": "called back"}
AMOUNT = {"kind": "paid", "amount": "250.00", "on": "2026-01-02", "words": "by cheque 12"}
TODO = {"text": "send the list", "kind": "write", "due_on": "2099-12-24", "assignee": ""}
TABLE_OF_ROUNDS = ImportTable(["number", "date", "name"], [(2, ["778", "2026-09-01", "x"])])
COLUMNS_OF_ROUNDS = {"column0": "drawNumber", "column1": "drawDate", "column2": "drawName"}
WRITTEN = {"language": "en", "subject": "Hello", "body": "A text"}
WRITING = {"key": "0d2f6c5e-5c4e-4a57-9c07-6f5d3d6c1f11", "send": "1", **WRITTEN}
NEW_TEMPLATE = {"name": "Another", "about": "service", "subject_en": "Hello", "body_en": "A text"}
FILE_OF_CLIENTS = partial(SimpleUploadedFile, "clients.csv", b"email\nnew@example.org\n")


@dataclass
class World:
    """One engaged client of whom something stands on every list, and the rows of the lists."""

    client: Client
    result: Assessment
    rows: dict[str, Any] = field(default_factory=dict)


def ask_to_check(browser: Browser, world: "World") -> HttpResponse:
    """Ask the client to check answers that staff took down."""
    Intake.objects.filter(client=world.client).update(by_staff=True, submitted_at=timezone.now())
    return browser.post(f"/staff/intake/client/{world.client.pk}/answers/ask/", {})


def make_world(email: str = "amara@example.org", number: str = "438") -> World:
    """A client under an agreement with a row in every table that staff read."""
    client, result = with_result(email)
    client.stage, client.retained_on, client.adviser = Client.Stage.RETAINED, timezone.localdate(), None
    client.alerts = True
    client.save()
    now, today = timezone.now(), timezone.localdate()
    client.standings.create(stream="cec", crs=480, since=today - timedelta(days=60), until=today + timedelta(days=700))
    published = PublishedDrawFactory(number=number)
    alert = AlertFactory(draw=published, client=client, state=Alert.State.FAILED)
    correction = Correction.objects.create(draw=published, reason="typed wrongly", before={}, after={})
    change, _made = RuleChange.objects.get_or_create(edition=today, defaults={"on": today})
    RuleEffect.objects.create(change=change, client=client, before=480, after=430)
    Intake.objects.filter(client=client).update(submitted_at=now)
    return World(
        client,
        result,
        {
            "draft": DrawFactory(number=f"{number}a", cutoff=470),
            "published": published,
            "alert": alert,
            "notice": RuleNewsFactory(client=client),
            "owed": owe_one(AddressChanged, client.email, language="en", client=client),
            "correction": correction,
            "letter": CorrectionLetter.objects.create(
                client=client, correction=correction, alert=alert, says="error", due_at=now, created=now
            ),
            "change": change,
            "version": make_version(),
            "written": write(client, key="earlier"),
            "circular": make_circular(client),
            "reminder": StaffReminder.objects.create(client=client, kind="expiry", key="x", until=today, created=now),
            "dated": DatedItem.objects.create(client=client, kind="passport", expires_on=today + timedelta(days=30)),
            "intake": Intake.objects.get(client=client),
            "tag": tag_file(client, f"fair {number}"),
            "money": client.money.create(kind="agreed", amount=4711, on=today, words="agreement 9"),
            "invitation": client.invitations.create(received_on=today),
            "todo": Todo.objects.create(client=client, text=f"call {client.email}", due_on=today),
            "event": OwedEvent.objects.create(
                receiver=EventReceiver.objects.get_or_create(name="Desk", url="https://desk.example/", events=["none"])[
                    0
                ],
                kind="stage.moved",
                key=email,
                client=client,
                facts={"reference": client.reference},
                state=OwedEvent.State.FAILED,
                problem="HTTP 503",
            ),
            "consultation": make_booked(make_calendar(number), client),
            "enquiry": Enquiry.objects.create(
                kind="question",
                client=client,
                email=client.email,
                text=f"secret of {client.email}",
                language="en",
                confirmed_at=now,
            ),
        },
    )


def tag_file(client: Client, name: str) -> Tag:
    """A tag that is on the file."""
    tag = Tag.objects.create(name=name)
    client.tags.add(tag)
    return tag


def add_rows_of_nobody() -> None:
    """What stands on lists that speak of no file."""
    ConsentProof.objects.create(email="gone@example.org", given=True, at=timezone.now(), language="en", source="x")
    BreachRecord.objects.create(found_on=timezone.localdate(), what="A lost laptop", data="scores")
    Feed.objects.create(address="https://feed.example/rounds.json")
    Heartbeat.objects.create(part="urgent", node="urgent@here", at=timezone.now())
    Pause.objects.create(ended=timezone.now())
    follower = Follower.objects.create(email="follows@example.org", language="en", confirmed_at=timezone.now())
    past = {"state": "sent", "due_at": timezone.now(), "created": timezone.now()}
    FollowerNews.objects.create(follower=follower, draw=PublishedDrawFactory(number="4712"), **past)
    DayOff.objects.create(first=date(2099, 12, 25), last=date(2099, 12, 26))
    add_firm(counts_from=date(2099, 12, 1))
    FirmTestimonial.objects.create(words_en="Kind.", words_fr="Gentils.", shown_as="A. Writer", reference="")
    VisitCount.objects.create(day=timezone.localdate(), what="page", name="intake:home", source="leaflet", number=4711)
    DeletionRequest.objects.create(way="letter", answered_at=timezone.now())
    StageTodo.objects.create(stage="agreement_sent", text_en="Ask about the agreement", text_fr="Relancer")
    sender = User.objects.create_user("sender")
    ClientExport.objects.create(by=sender, kind="csv", number=4711)
    Mailing.objects.create(about="draw", draw=PublishedDrawFactory(), recipients=3, asked_by=sender)


def member_of(role: Role | None, name: str = "member", *, licensed: bool = False) -> User:
    """A member of staff in one of the groups."""
    user = User.objects.create_user(name, is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if licensed:
        Licence.objects.create(user=user, number=f"R-{name}")
    return user


def member_with(*permissions: Named, name: str = "member") -> User:
    """A member of staff who has these permissions and is in no group."""
    user = User.objects.create_user(name, is_staff=True)
    for one in permissions:
        user.user_permissions.add(Permission.objects.get(codename=one.codename))
    return user


def sign_in(user: User) -> Browser:
    """A browser in which a member of staff is signed in; errors come as pages."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(user, backend=BACKEND)
    return browser


class FirstRows:
    """The key of the first row of a table, for the path of a reading: "{first[intake.tag]}"."""

    def __getitem__(self, label: str) -> Any:
        """That of the model with this label."""
        row = apps.get_model(label)._base_manager.order_by("pk").first()
        return row.pk if row else 0


class Action(NamedTuple):
    """Something that is done at the desk: what it takes, and whether it came off for this person."""

    permission: Named
    name: str
    done: Callable[[User, World], bool]
    telling: str = ""
    about_a_file: bool = False


def reading(permission: Named, path: str, telling: str) -> Action:
    """A page that tells something; both may name rows of the world."""

    def done(user: User, world: World) -> bool:
        rows = {
            "client": world.client,
            "result": world.result,
            **world.rows,
            "today": timezone.localdate(),
            "first": FirstRows(),
        }
        page = sign_in(user).get(path.format(**rows))
        return page.status_code == 200 and telling.format(**rows) in page.content.decode()

    return Action(permission, f"reads {path}", done, telling)


def acting(
    permission: Named, name: str, act: Callable[[Browser, World], Any], proof: Callable[[World], bool]
) -> Action:
    """Something that leaves a trace in the database."""

    def done(user: User, world: World) -> bool:
        act(sign_in(user), world)
        return proof(world)

    about = {
        CHANGE_CLIENT,
        CHANGE_CONSULTATIONS,
        COPY_CLIENT,
        KEEP_MONEY,
        MANAGE_ENGAGEMENT,
        RECORD_CONSENT,
        VERIFY_FACTS,
        WRITE_TO_CLIENT,
        DELETE_CLIENT,
        DELETE_RECORD,
    }
    return Action(permission, name, done, about_a_file=permission in about or "failed alert" in name)


def make_copy(browser: Browser, world: World) -> None:
    """Note a request for the copy of a client's data, and take the copy."""
    where = f"/staff/intake/client/{world.client.pk}/copy/"
    browser.post(where, {"way": "letter", "asked_on": "2026-01-02", "identity": "passport seen"})
    browser.get(f"{where}json/")


def fresh(row: Any) -> Any:
    """A row as the database has it now."""
    return type(row).objects.get(pk=row.pk)


def mark_first_fact(browser: Browser, world: World) -> None:
    """Mark the first fact of the file as seen proved, as the page of a consultant would send it."""
    boss = member_with(VIEW_CLIENT, VIEW_EVERY_CLIENT, VERIFY_FACTS, name="boss")
    where = f"/staff/intake/client/{world.client.pk}/documents/"
    line = sign_in(boss).get(where).context["lines"][0]
    browser.post(where, {f"{line.form.prefix}-document": "a passport"})


def retry_failed(browser: Browser, world: World) -> None:
    """Try a failed alert again."""
    chosen = {"action": "retry_failed", "_selected_action": [world.rows["alert"].pk]}
    browser.post("/staff/draws/alert/", chosen)


def test_retry(browser: Browser, world: World) -> None:
    """Send the test of a failed alert that waits for a second person to oneself."""
    User.objects.filter(pk=browser.session["_auth_user_id"]).update(email="self@firm.example")
    mail = plan_retry(Alert.objects.filter(pk=world.rows["alert"].pk))
    mail.mailing.asked_by, mail.mailing.recipients = User.objects.get_or_create(username="sender")[0], 1
    mail.mailing.save()
    browser.post("/staff/draws/mailing/test/", {"about": "retry", "pk": mail.mailing.pk})


def sees_anothers_file(user: User, world: World) -> bool:
    """Whether a file that nobody gave to this person is known to them, where files are assigned."""
    with override_settings(FILES_ASSIGNED_ONLY=True):
        return Client.objects.visible_to(user).filter(pk=world.client.pk).exists()


def delete_lead(browser: Browser, world: World) -> None:
    """Delete a file that was never under an agreement."""
    Client.objects.filter(pk=world.client.pk).update(retained_on=None, stage="contacted")
    typed = {"reference": world.client.reference, "delete": "1"}
    browser.post(f"/staff/intake/client/{world.client.pk}/deletion/", typed)


def delete_record(browser: Browser, world: World) -> None:
    """Delete a file that is a professional record, as its client asked."""
    delete_file.record_request(world.client, "letter", language="en")
    typed = {"reference": world.client.reference, "delete": "1"}
    browser.post(f"/staff/intake/client/{world.client.pk}/deletion/", typed)


def compare_table(browser: Browser, _world: World) -> None:
    """Say that the first table was compared with its source."""
    table = next(iter(rulebook().all()))
    asked = {"name": table.name, "effective": str(table.source.effective)}
    browser.post("/staff/draws/firmedition/compared/", asked)


def reaches_withdrawal(user: User, _world: World) -> bool:
    """Whether the button that takes an edition out of use answers this person."""
    edition = FirmEdition.objects.create(note="IRCC's page")
    return sign_in(user).post(f"/staff/draws/firmedition/{edition.pk}/withdraw/").status_code == 302


def releases_an_edition(user: User, _world: World) -> bool:
    """Whether an edition that was compared for everybody comes into use by this person's hand."""
    edition, today = FirmEdition.objects.create(note="IRCC's page"), timezone.localdate()
    change = RuleChange.objects.create(firm_edition=edition, edition=today, on=today)
    compare.compare(change, list(compare.find_waiting(change).values_list("pk", flat=True)))
    try:
        sign_in(user).post(f"/staff/draws/firmedition/{edition.pk}/release/")
    finally:
        # This process has taken the edition, which is not there any more after the test.
        vars(released).update(vars(ReleasedRules()))
    return fresh(edition).released_at is not None


def publish(browser: Browser, world: World) -> None:
    """Publish the draft with the number and the figure that its page asks for."""
    draft = world.rows["draft"]
    typed = {"recipients": find_told(draft).count() + find_followers_told(draft).count(), "figure": draft.cutoff}
    browser.post(f"/staff/draws/draw/{draft.pk}/publish/", typed)


def tell_of_rules(browser: Browser, world: World) -> None:
    """Release the news of the rules with the number that its page asks for."""
    change = world.rows["change"]
    typed = {"recipients": RuleNews.find_effects(change).count()}
    browser.post(f"/staff/draws/rulechange/{change.pk}/release/", typed)


def about_draft(world: World) -> dict[str, Any]:
    """What the forms of the news of the draft name it by."""
    return {"about": "draw", "pk": world.rows["draft"].pk, "entered": ""}


def test_mass_mail(browser: Browser, world: World) -> None:
    """Send the test of the news of the draft to oneself."""
    User.objects.filter(pk=browser.session["_auth_user_id"]).update(email="self@firm.example")
    browser.post("/staff/draws/mailing/test/", about_draft(world))


def take_in(browser: Browser, world: World) -> None:
    """Write to a client after all who had been left out."""
    draft, by = world.rows["draft"], User.objects.get(username="sender")
    left_out = {"reason": "asked", "by": by}
    row, _made = LeftOut.objects.get_or_create(client=world.client, draw=draft, defaults=left_out)
    browser.post(f"/staff/draws/mailing/take-in/{row.pk}/", {"about": "draw"})


def make_waiting(world: World) -> Mailing:
    """The news of the draft, which waits for a second person."""
    by = User.objects.get(username="sender")
    return Mailing.objects.create(about="draw", draw=world.rows["draft"], recipients=1, asked_by=by)


def approve(browser: Browser, world: World) -> None:
    """Approve the news of the draft, with the number and the figure that its page asks for."""
    draft = world.rows["draft"]
    typed = {"recipients": find_told(draft).count() + find_followers_told(draft).count(), "figure": draft.cutoff}
    browser.post(f"/staff/draws/mailing/{make_waiting(world).pk}/approve/", typed)


def correct(browser: Browser, _world: World) -> None:
    """Correct the size of a published round, which nobody is written to about."""
    draw = Draw.objects.filter(number="790").first() or PublishedDrawFactory(number="790")
    entered = snapshot.build_snapshot(draw) | {"size": 4711, "tie_break": ""}
    typed = {"seen": 0, "reason": "IRCC's page says so", "recipients": 0, "figure": draw.cutoff}
    browser.post(f"/staff/draws/draw/{draw.pk}/correct/", entered | typed)


def mark_reviewed(browser: Browser, world: World) -> None:
    """Say that the draft, of which something was not understood, was looked at."""
    draft = world.rows["draft"]
    Draw.objects.filter(pk=draft.pk).update(not_understood=[{"name": "New"}])
    browser.post("/staff/draws/draw/", {"action": "mark_reviewed", "_selected_action": [draft.pk]})


def begin_import(browser: Browser, _world: World) -> None:
    """Bring a file of clients, say what its columns are, and bring its rows in."""
    browser.post("/staff/intake/client/import/", {"file": FILE_OF_CLIENTS()})
    source = ClientImport.objects.first()
    # Somebody who may not bring one finds another person's, which only that person may begin.
    where = f"/staff/intake/client/import/{source.pk if source else 0}/"
    browser.post(f"{where}columns/", {"column0": "email"})
    browser.get(where)
    browser.post(f"{where}begin/")


def undo_import(browser: Browser, _world: World) -> None:
    """Take back what a file of clients did."""
    by = User.objects.get(username="sender")
    source = ClientImport.objects.create(
        by=by, state="done", done_at=timezone.now(), header=["email"], fields=["email"]
    )
    browser.post(f"/staff/intake/client/import/{source.pk}/undo/")


def delete_edition(browser: Browser, _world: World) -> None:
    """Delete an edition that the firm entered."""
    edition = FirmEdition.objects.create(note="IRCC's page")
    browser.post(f"/staff/draws/firmedition/{edition.pk}/delete/", {"post": "yes"})


def reads_an_edition(user: User, _world: World) -> bool:
    """Whether the page of an edition of rules opens for this person."""
    edition, today = FirmEdition.objects.create(note="IRCC's page"), timezone.localdate()
    RuleChange.objects.create(firm_edition=edition, edition=today, on=today)
    return sign_in(user).get(f"/staff/draws/firmedition/{edition.pk}/change/").status_code == 200


def act_on_broken(browser: Browser, world: World) -> None:
    """Say that an address works again that mail came back from."""
    Client.objects.filter(pk=world.client.pk).update(undeliverable="550")
    browser.post("/staff/intake/client/", {"action": "address_works", "_selected_action": [world.client.pk]})


def end_consultation(browser: Browser, world: World, how: str) -> None:
    """Say how a consultation ended whose hour has passed."""
    row, before = world.rows["consultation"], timezone.now() - timedelta(hours=2)
    Consultation.objects.filter(pk=row.pk).update(starts_at=before)
    browser.post("/staff/intake/consultation/", {"action": how, "_selected_action": [row.pk]})


def go_on_sending(browser: Browser, _world: World) -> None:
    """Let sending go on that was paused."""
    Pause.objects.create()
    browser.post("/staff/draws/pause/go-on/")


READINGS = [
    reading(VIEW_RULES, "/staff/draws/firmedition/", "canada.ca"),
    reading(ENTER_RULES, "/staff/draws/firmedition/add/", "Where you read it"),
    reading(VIEW_DELETION_REQUESTS, "/staff/intake/deletionrequest/", "By letter"),
    reading(VIEW_ENQUIRIES, "/staff/intake/enquiry/", "{enquiry.reference}"),
    reading(VIEW_ENQUIRIES, "/staff/intake/enquiry/{enquiry.pk}/change/", "secret of {client.email}"),
    reading(VIEW_CONSULTATIONS, "/staff/intake/consultation/", "{client.reference}"),
    reading(VIEW_CONSULTATIONS, "/staff/intake/consultation/{consultation.pk}/change/", "{client.reference}"),
    reading(VIEW_TAGS, "/staff/intake/tag/", "{tag.name}"),
    reading(MANAGE_DAYS_OFF, "/staff/intake/dayoff/", "Dec. 25, 2099"),
    reading(VIEW_VISITS, "/staff/intake/visitcount/", "leaflet"),
    reading(MANAGE_WEBHOOKS, "/staff/intake/eventreceiver/", "https://desk.example/"),
    reading(VIEW_OWED_EVENTS, "/staff/intake/owedevent/", "HTTP 503"),
    reading(VIEW_OWED_EVENTS, "/staff/intake/owedevent/{event.pk}/change/", "{client.reference}"),
    reading(MANAGE_LOOK, "/staff/intake/firmlook/", "Reads twice"),
    reading(MANAGE_PEOPLE, "/staff/intake/firmperson/", "Ada Draft"),
    reading(MANAGE_SERVICES, "/staff/intake/firmservice/", "A service in 2099"),
    reading(MANAGE_OFFICES, "/staff/intake/firmoffice/", "An office in 2099"),
    reading(MANAGE_TESTIMONIALS, "/staff/intake/firmtestimonial/", "A. Writer"),
    reading(MANAGE_FIRM_TEXTS, "/staff/intake/firmtext/", "A step in 2099"),
    reading(MANAGE_FIRM_TEXTS, "/staff/intake/firmtext/preview/firm/?on=2099-12-25", "Ada Draft"),
    reading(MANAGE_CALENDARS, "/staff/intake/advisercalendar/{consultation.adviser.calendar.pk}/change/", "feed"),
    reading(VIEW_CLIENT, "/staff/intake/client/", "{client.name}"),
    reading(VIEW_CLIENT, "/staff/intake/client/?q=amara", "{client.name}"),
    reading(VIEW_CLIENT, "/staff/search/?q={client.email}", "{client.reference}"),
    reading(VIEW_CLIENT, "/staff/intake/client/{client.pk}/change/", "{client.email}"),
    reading(VIEW_CLIENT, "/staff/intake/client/{client.pk}/documents/", "{client.reference}"),
    reading(VIEW_CLIENT, "/staff/intake/client/{client.pk}/change/", "call {client.email}"),
    reading(VIEW_CLIENT, "/staff/intake/client/{client.pk}/history/", "call {client.email}"),
    reading(VIEW_CLIENT, "/staff/intake/client/{client.pk}/invitation/", "{client.reference}"),
    reading(VIEW_STANDINGS, "/staff/intake/client/{client.pk}/change/", 'id="standings-group"'),
    reading(VIEW_CONSENTS, "/staff/intake/client/{client.pk}/change/", 'id="consents-group"'),
    reading(VIEW_MONEY, "/staff/intake/client/{client.pk}/money/", "agreement 9"),
    reading(VIEW_TODOS, "/staff/intake/todo/", "call {client.email}"),
    reading(VIEW_TODOS, "/staff/intake/todo/?q=amara", "call {client.email}"),
    reading(CHANGE_CLIENT, "/staff/intake/client/{client.pk}/task/{todo.pk}/", "call {client.email}"),
    reading(MANAGE_STAGE_TODOS, "/staff/intake/stagetodo/", "Ask about the agreement"),
    reading(VIEW_CLIENT, "/staff/draws/draw/{draft.pk}/preview/?group=told", "{client.email}"),
    reading(VIEW_CLIENT, "/staff/draws/draw/what-if-round/?stream=cec&cutoff=400&on={today}", "{client.email}"),
    reading(VIEW_CLIENT, "/staff/draws/rulechange/{change.pk}/people/?group=lower", "{client.email}"),
    reading(VIEW_INTAKE, "/staff/intake/intake/", "{intake.token}"),
    reading(VIEW_INTAKE, "/staff/intake/intake/{intake.token}/change/", "{intake.token}"),
    reading(VIEW_ASSESSMENT, "/staff/intake/assessment/", "{result.reference}"),
    reading(VIEW_ASSESSMENT, "/staff/intake/assessment/{result.pk}/change/", "{result.reference}"),
    reading(VIEW_ASSESSMENT, "/staff/intake/client/{client.pk}/result/today/", "{client.reference}"),
    reading(VIEW_DATED_ITEMS, "/staff/intake/dateditem/", "{client.reference}"),
    reading(VIEW_CONSENT_PROOFS, "/staff/intake/consentproof/", "gone@example.org"),
    reading(VIEW_FOLLOWERS, "/staff/intake/follower/", "follows@example.org"),
    reading(VIEW_FOLLOWER_NEWS, "/staff/draws/followernews/", "4712"),
    reading(COPY_CLIENT, "/staff/intake/client/{client.pk}/copy/", "{client.reference}"),
    reading(ADD_CLIENT, "/staff/intake/client/add/", "First note"),
    reading(CHANGE_CLIENT, "/staff/note/", "Another file"),
    reading(VIEW_EXPORTS, "/staff/intake/clientexport/", "4,711"),
    reading(VIEW_REPORTS, "/staff/intake/client/reports/", "Leads by week and source"),
    reading(VIEW_REPORTS, "/staff/intake/client/reports/way.csv", "Files begun,1,100"),
    reading(VIEW_BREACHES, "/staff/intake/breachrecord/", "Being assessed"),
    reading(VIEW_DRAW, "/staff/draws/draw/", "{published.number}"),
    reading(VIEW_DRAW, "/staff/draws/draw/{published.pk}/preview/", "{published.number}"),
    reading(VIEW_RULE_CHANGE, "/staff/draws/rulechange/{change.pk}/change/", "{client.reference}"),
    reading(VIEW_ALERT, "/staff/draws/alert/", "{client.reference}"),
    reading(VIEW_ALERT, "/staff/draws/alert/{alert.pk}/change/", "{client.reference}"),
    reading(VIEW_LETTER, "/staff/draws/correctionletter/", "{client.reference}"),
    reading(VIEW_TEMPLATES, "/staff/draws/messagetemplate/", "Passport"),
    reading(VIEW_TEMPLATES, "/staff/draws/messagetemplate/{version.template.pk}/change/", "Bonjour Amina Diallo"),
    reading(KEEP_TEMPLATES, "/staff/draws/messagetemplate/add/", "{{name}}"),
    reading(VIEW_WRITTEN, "/staff/draws/writtenmessage/", "{client.reference}"),
    reading(VIEW_WRITTEN, "/staff/draws/writtenmessage/{written.pk}/change/", "{client.reference}"),
    reading(WRITE_TO_CLIENT, "/staff/draws/writtenmessage/to/{client.pk}/", "{client.reference}"),
    reading(WRITE_TO_CLIENT, "/staff/draws/writtenmessage/to/{client.pk}/{version.pk}/", "File {client.reference}"),
    reading(VIEW_CIRCULARS, "/staff/draws/circular/{circular.pk}/change/", "{client.reference}"),
    reading(VIEW_NOTICE, "/staff/draws/notice/", "{client.reference}"),
    reading(VIEW_OWED_LETTER, "/staff/intake/letter/", "{client.email}"),
    reading(VIEW_OWED_LETTER, "/staff/intake/letter/{owed.pk}/change/", "{client.email}"),
    reading(VIEW_STAFF_REMINDER, "/staff/draws/staffreminder/", "{client.reference}"),
    reading(VIEW_MAILING, "/staff/draws/mailing/", "News of a round"),
    reading(VIEW_CORRECTION, "/staff/draws/correction/", "typed wrongly"),
    reading(VIEW_FEED, "/staff/draws/feed/", "feed.example"),
    reading(VIEW_HEARTBEAT, "/staff/draws/heartbeat/", "urgent@here"),
    reading(VIEW_PAUSE, "/staff/draws/pause/", "1 pause in sending"),
    reading(PUBLISH_DRAW, "/staff/draws/draw/{published.pk}/correct/", "See the difference"),
]
ACTS = [
    acting(
        CHANGE_CLIENT,
        "changes a file",
        lambda browser, world: save(browser, world.client, next_action="call"),
        lambda world: fresh(world.client).next_action == "call",
    ),
    acting(
        CHANGE_CLIENT,
        "writes a note",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/note/", NOTED),
        lambda world: Note.objects.filter(client=world.client).exists(),
    ),
    acting(
        CHANGE_CLIENT,
        "enters a task",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/task/", TODO),
        lambda world: world.client.todos.filter(text=TODO["text"]).exists(),
    ),
    acting(
        WRITE_TO_CLIENT,
        "writes to a client",
        lambda browser, world: browser.post(
            f"/staff/draws/writtenmessage/to/{world.client.pk}/{world.rows['version'].pk}/", WRITING
        ),
        lambda world: WrittenMessage.objects.filter(client=world.client, key=WRITING["key"]).exists(),
    ),
    acting(
        WRITE_TO_MANY,
        "chooses clients to write to",
        lambda browser, world: browser.post(
            "/staff/intake/client/", {"action": "write_to_chosen", "_selected_action": [world.client.pk]}
        ),
        lambda world: Circular.objects.exclude(pk=world.rows["circular"].pk).exists(),
    ),
    acting(
        WRITE_TO_MANY,
        "writes to chosen clients",
        lambda browser, world: browser.post(
            f"/staff/draws/circular/{world.rows['circular'].pk}/send/", {"recipients": 1}
        ),
        lambda world: WrittenMessage.objects.filter(circular=world.rows["circular"]).exists(),
    ),
    acting(
        KEEP_TEMPLATES,
        "writes a template",
        lambda browser, _world: browser.post("/staff/draws/messagetemplate/add/", NEW_TEMPLATE),
        lambda _world: MessageTemplate.objects.filter(name=NEW_TEMPLATE["name"]).exists(),
    ),
    acting(
        KEEP_MONEY,
        "enters an amount in a file",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/money/", AMOUNT),
        lambda world: world.client.money.filter(words=AMOUNT["words"]).exists(),
    ),
    acting(
        KEEP_MONEY,
        "takes an amount back",
        lambda browser, world: browser.post(
            f"/staff/intake/client/{world.client.pk}/money/{world.rows['money'].pk}/back/"
        ),
        lambda world: fresh(world.rows["money"]).taken_back_at is not None,
    ),
    acting(
        CHANGE_CLIENT,
        "puts a new tag on a file",
        lambda browser, world: save(browser, world.client, new_tag="Urgent"),
        lambda world: world.client.tags.filter(name="Urgent").exists(),
    ),
    acting(
        KEEP_TAGS,
        "renames a tag",
        lambda browser, world: browser.post(
            f"/staff/intake/tag/{world.rows['tag'].pk}/change/", {"name": "Other words"}
        ),
        lambda world: fresh(world.rows["tag"]).name == "Other words",
    ),
    acting(
        KEEP_TAGS,
        "deletes a tag",
        lambda browser, world: browser.post(f"/staff/intake/tag/{world.rows['tag'].pk}/delete/", {"post": "yes"}),
        lambda world: not Tag.objects.filter(pk=world.rows["tag"].pk).exists(),
    ),
    acting(
        CHANGE_CLIENT,
        "finishes a task on the page of its file",
        lambda browser, world: browser.post(
            f"/staff/intake/client/{world.client.pk}/task/{world.rows['todo'].pk}/", {"done": "1"}
        ),
        lambda world: fresh(world.rows["todo"]).done_at is not None,
    ),
    acting(
        CHANGE_CLIENT,
        "finishes tasks on their list",
        lambda browser, world: browser.post(
            "/staff/intake/todo/", {"action": "mark_done", "_selected_action": [world.rows["todo"].pk]}
        ),
        lambda world: fresh(world.rows["todo"]).done_at is not None,
    ),
    acting(
        CHANGE_CLIENT,
        "takes answers by telephone",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/answers/", {}),
        lambda world: (
            Intake.objects.filter(client=world.client, by_staff=True).exists()
            or fresh(world.rows["intake"]).updated != world.rows["intake"].updated
        ),
    ),
    acting(
        CHANGE_CLIENT,
        "asks the client to check the answers",
        ask_to_check,
        lambda world: Letter.objects.filter(kind="answers_to_check", client=world.client).exists(),
    ),
    acting(
        ADD_CLIENT,
        "begins a file for a caller",
        lambda browser, _world: browser.post("/staff/intake/client/telephone/", {"email": "new@example.org"}),
        lambda _world: Client.objects.filter(email="new@example.org").exists(),
    ),
    acting(
        ADD_CLIENT,
        "adds a client by hand",
        lambda browser, _world: browser.post(
            "/staff/intake/client/add/", {"name": "New", "email": "new@example.org", "language": "fr"}
        ),
        lambda _world: Client.objects.filter(email="new@example.org").exists(),
    ),
    acting(
        COPY_CLIENT,
        "makes the copy of a client's data",
        make_copy,
        lambda world: world.client.views.filter(part="copy").exists(),
    ),
    acting(
        CHANGE_CLIENT,
        "moves a file at its head",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/stage/", {"stage": "in_pool"}),
        lambda world: fresh(world.client).stage == "in_pool",
    ),
    acting(
        CHANGE_CLIENT,
        "assigns files in the bar over the list",
        lambda browser, world: browser.post(
            "/staff/intake/client/assign/",
            {"_selected_action": [world.client.pk], "adviser": world.rows["consultation"].adviser_id},
        ),
        lambda world: fresh(world.client).adviser_id == world.rows["consultation"].adviser_id,
    ),
    acting(
        CHANGE_CLIENT,
        "writes a note from elsewhere",
        lambda browser, world: browser.post("/staff/note/", {**NOTED, "file": world.client.pk}),
        lambda world: Note.objects.filter(client=world.client).exists(),
    ),
    acting(
        EXPORT_CLIENTS,
        "takes the list of clients along",
        lambda browser, _world: browser.post("/staff/intake/client/list/export/", {"kind": "csv"}),
        lambda _world: ClientExport.objects.exclude(number=4711).exists(),
    ),
    acting(
        MANAGE_WEBHOOKS,
        "sends a test to a webhook",
        lambda browser, world: browser.post(
            "/staff/intake/eventreceiver/",
            {"action": "send_test", "_selected_action": [world.rows["event"].receiver_id]},
        ),
        lambda _world: OwedEvent.objects.filter(kind="test").exists(),
    ),
    acting(
        VIEW_OWED_EVENTS,
        "tries a call of a webhook again",
        lambda browser, world: browser.post(
            "/staff/intake/owedevent/", {"action": "retry_failed", "_selected_action": [world.rows["event"].pk]}
        ),
        lambda world: fresh(world.rows["event"]).state == "pending",
    ),
    acting(
        IMPORT_CLIENTS,
        "brings a file of clients",
        lambda browser, _world: browser.post("/staff/intake/client/import/", {"file": FILE_OF_CLIENTS()}),
        lambda _world: ClientImport.objects.exists(),
    ),
    acting(
        MANAGE_ENGAGEMENT,
        "closes a retained file",
        lambda browser, world: save(browser, world.client, stage="closed", outcome="lost"),
        lambda world: fresh(world.client).stage == "closed",
    ),
    acting(
        MANAGE_ENGAGEMENT,
        "changes the consultation agreement of a retained file",
        lambda browser, world: save(
            browser, world.client, consultation_agreement="ended", consultation_agreement_on="2026-01-02"
        ),
        lambda world: fresh(world.client).consultation_agreement == "ended",
    ),
    acting(
        MANAGE_ENGAGEMENT,
        "says what became of an invitation in a retained file",
        lambda browser, world: browser.post(
            f"/staff/intake/client/{world.client.pk}/invitation/",
            {"end": "1", "outcome": "declined", "outcome_on": str(timezone.localdate())},
        ),
        lambda world: not fresh(world.rows["invitation"]).is_open,
    ),
    acting(
        RECORD_CONSENT,
        "stops a client's e-mails",
        lambda browser, world: browser.post(f"/staff/intake/client/{world.client.pk}/consent/", {"way": "telephone"}),
        lambda world: not fresh(world.client).alerts,
    ),
    acting(
        VIEW_FOLLOWERS,
        "stops the messages to a follower",
        lambda browser, _world: browser.post(
            "/staff/intake/follower/", {"action": "stop", "_selected_action": [Follower.objects.get().pk]}
        ),
        lambda _world: not Follower.objects.exists(),
    ),
    acting(
        VERIFY_FACTS,
        "marks a fact as seen",
        mark_first_fact,
        lambda world: DocumentSeen.objects.filter(client=world.client).exists(),
    ),
    acting(
        CHANGE_CONSULTATIONS,
        "cancels a consultation",
        lambda browser, world: browser.post(
            "/staff/intake/consultation/",
            {"action": "mark_cancelled", "_selected_action": [world.rows["consultation"].pk]},
        ),
        lambda world: fresh(world.rows["consultation"]).state == "cancelled",
    ),
    Action(VIEW_EVERY_CLIENT, "knows of files that are assigned to others", sees_anothers_file),
    acting(
        DELETE_CLIENT,
        "deletes a file without an agreement",
        delete_lead,
        lambda world: not Client.objects.filter(pk=world.client.pk).exists(),
    ),
    acting(
        DELETE_RECORD,
        "deletes a professional record that its client asked to be deleted",
        delete_record,
        lambda world: not Client.objects.filter(pk=world.client.pk).exists(),
    ),
    Action(RELEASE_RULES, "releases an edition of rules", releases_an_edition),
    Action(RELEASE_RULES, "takes an edition of rules out of use", reaches_withdrawal),
    acting(COMPARE_TABLE, "compares a table", compare_table, lambda _world: TableCheck.objects.exists()),
    Action(ADVISE, "can be named consultant", lambda user, _world: user in find_consultants()),
    acting(
        ADD_DRAW,
        "records a round",
        lambda browser, _world: browser.post("/staff/draws/draw/add/", RECORDED | {"number": "777"}),
        lambda _world: Draw.objects.filter(number="777").exists(),
    ),
    acting(
        ADD_DRAW,
        "records the rounds of a file",
        lambda browser, _world: browser.post(
            "/staff/draws/draw/import/",
            {"table": round_files.pack(TABLE_OF_ROUNDS), "take": "1", **COLUMNS_OF_ROUNDS},
        ),
        lambda _world: Draw.objects.filter(number="778").exists(),
    ),
    acting(
        DELETE_DRAW,
        "deletes a draft",
        lambda browser, world: browser.post(f"/staff/draws/draw/{world.rows['draft'].pk}/delete/", {"post": "yes"}),
        lambda world: not Draw.objects.filter(pk=world.rows["draft"].pk).exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "publishes a round",
        publish,
        lambda world: fresh(world.rows["draft"]).is_published,
    ),
    acting(
        PUBLISH_DRAW,
        "tries a failed alert again",
        retry_failed,
        lambda world: fresh(world.rows["alert"]).state != Alert.State.FAILED,
    ),
    acting(
        ADD_RULE_CHANGE,
        "begins to compare",
        lambda browser, _world: browser.post("/staff/draws/rulechange/add/", {"edition": "2025-03-25"}),
        lambda _world: RuleChange.objects.filter(edition="2025-03-25").exists(),
    ),
    acting(
        RELEASE_RULE_CHANGE,
        "tells clients of a change of rules",
        tell_of_rules,
        lambda world: fresh(world.rows["change"]).released_at is not None,
    ),
    acting(
        PUBLISH_DRAW,
        "sends the test of a mass mail",
        test_mass_mail,
        lambda _world: Letter.objects.filter(kind="test_of_mass_mail").exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "sends the test of a failed alert",
        test_retry,
        lambda _world: Letter.objects.filter(kind="test_of_retry").exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "leaves a client out of a mass mail",
        lambda browser, world: browser.post(
            "/staff/draws/mailing/leave-out/",
            about_draft(world) | {"who": world.client.reference, "reason": "told by letter"},
        ),
        lambda world: LeftOut.objects.filter(client=world.client, reason="told by letter").exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "takes a client into a mass mail after all",
        take_in,
        lambda world: not LeftOut.objects.filter(client=world.client).exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "approves a mass mail as the second person",
        approve,
        lambda world: Mailing.objects.filter(draw=world.rows["draft"], approved_by__isnull=False).exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "takes a mass mail back",
        lambda browser, world: browser.post(f"/staff/draws/mailing/{make_waiting(world).pk}/take-back/"),
        lambda world: Mailing.objects.filter(draw=world.rows["draft"], taken_back_at__isnull=False).exists(),
    ),
    acting(
        PUBLISH_DRAW,
        "corrects a round",
        correct,
        lambda _world: Correction.objects.filter(draw__number="790").exists(),
    ),
    acting(
        CHANGE_CLIENT,
        "works on all of a group of a round",
        lambda browser, world: browser.post(
            f"/staff/draws/draw/{world.rows['draft'].pk}/group/",
            {"group": "told", "action": "change_chosen", "apply": "1", "next_action": "call them all"},
        ),
        lambda world: fresh(world.client).next_action == "call them all",
    ),
    acting(
        ADD_DRAW,
        "changes a draft",
        lambda browser, world: browser.post(
            f"/staff/draws/draw/{world.rows['draft'].pk}/change/", RECORDED | {"number": "779"}
        ),
        lambda world: fresh(world.rows["draft"]).number == "779",
    ),
    acting(
        ADD_DRAW,
        "marks a round as looked at",
        mark_reviewed,
        lambda world: fresh(world.rows["draft"]).not_understood == [],
    ),
    acting(
        WRITE_TO_MANY,
        "chooses the template of a message to many",
        lambda browser, world: browser.post(
            f"/staff/draws/circular/{world.rows['circular'].pk}/choose/", {"version": make_version("Other").pk}
        ),
        lambda world: fresh(world.rows["circular"]).version.template.name == "Other",
    ),
    acting(
        IMPORT_CLIENTS,
        "brings the rows of a file in",
        begin_import,
        lambda _world: ClientImport.objects.exclude(state="read").exists(),
    ),
    acting(
        IMPORT_CLIENTS,
        "undoes an import",
        undo_import,
        lambda _world: ClientImport.objects.exclude(state="done").exists(),
    ),
    acting(
        ADD_RULE_CHANGE,
        "goes on comparing",
        lambda browser, world: browser.post(f"/staff/draws/rulechange/{world.rows['change'].pk}/go-on/"),
        lambda world: fresh(world.rows["change"]).moved_at is not None,
    ),
    acting(
        ENTER_RULES,
        "deletes an edition of rules that is not released",
        delete_edition,
        lambda _world: not FirmEdition.objects.exists(),
    ),
    Action(VIEW_RULES, "reads an edition of rules", reads_an_edition),
    acting(
        VIEW_ENQUIRIES,
        "notes a question as answered",
        lambda browser, world: browser.post(
            "/staff/intake/enquiry/", {"action": "mark_answered", "_selected_action": [world.rows["enquiry"].pk]}
        ),
        lambda world: fresh(world.rows["enquiry"]).answered_at is not None,
    ),
    acting(
        CHANGE_CLIENT,
        "notes that an address works again",
        act_on_broken,
        lambda world: fresh(world.client).undeliverable == "",
    ),
    acting(
        EXPORT_CLIENTS,
        "takes chosen clients along",
        lambda browser, world: browser.post(
            "/staff/intake/client/", {"action": "export_csv", "_selected_action": [world.client.pk]}
        ),
        lambda _world: ClientExport.objects.exclude(number=4711).exists(),
    ),
    acting(
        EXPORT_CLIENTS,
        "takes chosen clients along as a workbook",
        lambda browser, world: browser.post(
            "/staff/intake/client/", {"action": "export_workbook", "_selected_action": [world.client.pk]}
        ),
        lambda _world: ClientExport.objects.exclude(number=4711).exists(),
    ),
    acting(
        CHANGE_CONSULTATIONS,
        "notes that nobody came",
        lambda browser, world: end_consultation(browser, world, "mark_no_show"),
        lambda world: fresh(world.rows["consultation"]).state == "no_show",
    ),
    acting(
        MANAGE_CALENDARS,
        "renews the secret address of a feed",
        lambda browser, world: browser.post(
            "/staff/intake/advisercalendar/",
            {"action": "renew_feed", "_selected_action": [world.rows["consultation"].adviser.calendar.pk]},
        ),
        lambda world: (
            fresh(world.rows["consultation"].adviser.calendar).feed_key
            != world.rows["consultation"].adviser.calendar.feed_key
        ),
    ),
    acting(
        MANAGE_WEBHOOKS,
        "renews the secret of a webhook",
        lambda browser, world: browser.post(
            "/staff/intake/eventreceiver/",
            {"action": "renew_secret", "_selected_action": [world.rows["event"].receiver_id]},
        ),
        lambda world: fresh(world.rows["event"].receiver).secret != world.rows["event"].receiver.secret,
    ),
    acting(
        PAUSE_SENDING,
        "lets sending go on",
        go_on_sending,
        lambda _world: not Pause.objects.filter(ended=None).exists(),
    ),
    acting(
        CHANGE_CLIENT,
        "works on all whom a change of rules moves",
        lambda browser, world: browser.post(
            f"/staff/draws/rulechange/{world.rows['change'].pk}/group/",
            {"group": "lower", "action": "change_chosen", "apply": "1", "next_action": "Tell them of the rules"},
        ),
        lambda world: fresh(world.client).next_action == "Tell them of the rules",
    ),
    acting(
        PAUSE_SENDING,
        "pauses all sending",
        lambda browser, _world: browser.post("/staff/draws/pause/stop/"),
        lambda _world: Pause.objects.filter(ended=None).exists(),
    ),
]


def opening(permission: Named, model: str, *pages: str, telling: str = "") -> list[Action]:
    """Pages of the admin of one table: "add", or "change" and "delete" of its first row."""
    app, name = model.split(".")
    base = f"/staff/{app}/{name}/"
    paths = {"add": f"{base}add/", "list": base} | {
        page: f"{base}{{first[{model}]}}/{page}/" for page in ("change", "delete")
    }
    return [reading(permission, paths[page], telling) for page in pages]


FORM = ("add", "change", "delete")
PAGES = [
    *opening(MANAGE_CALENDARS, "intake.advisercalendar", "list", "add"),
    *opening(CHANGE_CLIENT, "intake.tag", "add"),
    reading(VIEW_TODOS, "/staff/intake/todo/{todo.pk}/change/", "call {client.email}"),
    *opening(MANAGE_DAYS_OFF, "intake.dayoff", *FORM),
    *opening(MANAGE_STAGE_TODOS, "intake.stagetodo", *FORM),
    *opening(MANAGE_LOOK, "intake.firmlook", *FORM),
    *opening(MANAGE_PEOPLE, "intake.firmperson", *FORM),
    *opening(MANAGE_SERVICES, "intake.firmservice", *FORM),
    *opening(MANAGE_OFFICES, "intake.firmoffice", *FORM),
    *opening(MANAGE_FIRM_TEXTS, "intake.firmtext", *FORM),
    *opening(MANAGE_TESTIMONIALS, "intake.firmtestimonial", *FORM),
    *opening(MANAGE_WEBHOOKS, "intake.eventreceiver", *FORM),
    *opening(VIEW_BREACHES, "intake.breachrecord", "add", "change"),
    *opening(VIEW_FOLLOWERS, "intake.follower", "change", telling="follows@example.org"),
    *opening(VIEW_DELETION_REQUESTS, "intake.deletionrequest", "change"),
    *opening(VIEW_CONSENT_PROOFS, "intake.consentproof", "change", telling="gone@example.org"),
    *opening(VIEW_EXPORTS, "intake.clientexport", "change", telling="4"),
    *opening(VIEW_FOLLOWER_NEWS, "draws.followernews", "change"),
    *opening(VIEW_FEED, "draws.feed", "change"),
    *opening(VIEW_HEARTBEAT, "draws.heartbeat", "change"),
    *opening(VIEW_PAUSE, "draws.pause", "change"),
    *opening(VIEW_MAILING, "draws.mailing", "change"),
    *opening(VIEW_CORRECTION, "draws.correction", "change", telling="typed wrongly"),
    *opening(VIEW_RULE_CHANGE, "draws.rulechange", "list"),
    *opening(ADD_RULE_CHANGE, "draws.rulechange", "delete"),
    *opening(VIEW_CIRCULARS, "draws.circular", "list"),
    reading(VIEW_LETTER, "/staff/draws/correctionletter/{letter.pk}/change/", "{client.reference}"),
    reading(VIEW_NOTICE, "/staff/draws/notice/{notice.pk}/change/", "{client.reference}"),
    reading(VIEW_STAFF_REMINDER, "/staff/draws/staffreminder/{reminder.pk}/change/", "{client.reference}"),
    reading(VIEW_DATED_ITEMS, "/staff/intake/dateditem/{dated.pk}/change/", "{client.reference}"),
    reading(VIEW_CONSULTATIONS, "/staff/intake/consultation/week/", ""),
    reading(CHANGE_CONSULTATIONS, "/staff/intake/consultation/add/?whose={client.reference}", "{client.reference}"),
    reading(CHANGE_CLIENT, "/staff/intake/client/{client.pk}/partner/", "{client.reference}"),
]
# The lists that one keeps under a name, with columns of one's own; each with the permission to read it.
KEPT_LISTS = {
    "intake.client": VIEW_CLIENT,
    "intake.todo": VIEW_TODOS,
    "intake.dateditem": VIEW_DATED_ITEMS,
    "intake.consultation": VIEW_CONSULTATIONS,
    "intake.enquiry": VIEW_ENQUIRIES,
    "intake.assessment": VIEW_ASSESSMENT,
    "draws.alert": VIEW_ALERT,
}


def act_on_list(permission: Named, model: str) -> list[Action]:
    """Keeping a list under a name, choosing its columns, and forgetting it."""
    base = f"/staff/{model.replace('.', '/')}/list/"

    def forget(browser: Browser, _world: World) -> None:
        row = SavedList.objects.create(owner_id=browser.session["_auth_user_id"], of=model, name="mine", query="")
        browser.post(f"{base}{row.pk}/forget/")

    return [
        acting(
            permission,
            f"keeps the list {model}",
            lambda browser, _world: browser.post(f"{base}keep/", {"name": "mine", "query": ""}),
            lambda _world: SavedList.objects.filter(of=model, name="mine").exists(),
        ),
        acting(
            permission,
            f"chooses columns of the list {model}",
            lambda browser, _world: browser.post(f"{base}columns/", {"column": ["x"], "query": ""}),
            lambda _world: ListHabit.objects.filter(of=model).exists(),
        ),
        acting(permission, f"forgets the list {model}", forget, lambda _world: not SavedList.objects.exists()),
    ]


ACTIONS = [*READINGS, *PAGES, *ACTS, *(one for model, see in KEPT_LISTS.items() for one in act_on_list(see, model))]
