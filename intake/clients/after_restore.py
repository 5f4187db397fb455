"""Do again, in a restored database, what people asked after the backup was made."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext

from intake.clients.delete_file import delete_with_account, record_request
from intake.common.restore_journal import JournalAct, make_digest, refer_to_testimonial
from intake.consents import consent, following
from intake.models import Client, DeletionRequest, FirmTestimonial, Follower, TestimonialApproval, consent_sources

if TYPE_CHECKING:
    from django.db.models import Manager


def keep_promises(lines: Iterable[tuple[str, JournalAct, str]]) -> Counter[JournalAct]:
    """Delete, ask for deletion, stop e-mails and withdraw as the list says (oldest line first); says how many of each.

    Safe to repeat. A consent that was given after the backup is lost with its proof: it stays as it is restored.
    """
    done: Counter[JournalAct] = Counter()
    # A yes after a no takes it back, and the other way round; neither says anything about a deletion.
    newest = {(who, is_about_consent(what)): what for _at, what, who in lines}
    # The list names nobody (record 0072), so that the digest of every row is made to find whose line it is.
    clients, followers = find_by_digest(Client.objects), find_by_digest(Follower.objects)
    testimonials = {make_digest(refer_to_testimonial(row.pk)): row for row in FirmTestimonial.objects.all()}
    for (who, _about), what in newest.items():
        if who in clients:
            done[what] += keep_promise(clients[who], what)
        elif who in followers:
            done[what] += stop_following(followers[who])
        elif who in testimonials:
            done[what] += what is JournalAct.WITHDRAWN and withdraw_again(testimonials[who])
    return done


def find_by_digest(rows: "Manager[Any]") -> dict[str, int]:
    """The id of each row, by what stands for it in the list."""
    return {make_digest(reference): pk for pk, reference in rows.values_list("pk", "reference")}


def stop_following(pk: int) -> bool:
    """End it again for somebody who had stopped; a follower's reference stands in the list for nothing else."""
    for follower in Follower.objects.filter(pk=pk):
        following.stop(follower, language=follower.language, source=consent_sources.RESTORED)
    return True


def withdraw_again(row: FirmTestimonial) -> bool:
    """Enter again that its writer took the approval back; False where the newest act says so, or there is none."""
    newest = row.approvals.first()
    if newest is None or newest.act == TestimonialApproval.Act.WITHDRAWN:
        return False
    row.approvals.create(
        act=TestimonialApproval.Act.WITHDRAWN,
        by_whom=newest.by_whom,
        # How it was taken back stood in what was lost.
        how=TestimonialApproval.How.OTHER,
        kept_where=gettext(consent_sources.RESTORED),
        words_en=row.words_en,
        words_fr=row.words_fr,
        shown_as=row.shown_as,
    )
    return True


def is_about_consent(what: JournalAct) -> bool:
    """Whether a line is about e-mails, where only the newest counts, or about deletion."""
    return what in {JournalAct.AGREED, JournalAct.DECLINED}


def keep_promise(pk: int, what: JournalAct) -> bool:
    """Do one of them; False where nothing was to be done."""
    with transaction.atomic():
        client = Client.objects.filter(pk=pk).first()
        # An earlier line may have deleted it; and a yes can't be given again without its proof.
        if client is None or what is JournalAct.AGREED:
            return False
        if what is JournalAct.DELETED:
            delete_with_account(client)
            return True
        return stop_messages(client) if what is JournalAct.DECLINED else ask_again(client)


def stop_messages(client: Client) -> bool:
    """Withdraw a consent that the backup still has."""
    if client.alerts:
        consent.withdraw(client, language=client.language, source=consent_sources.RESTORED)
        return True
    return False


def ask_again(client: Client) -> bool:
    """Put the request back into the staff's queue, unless it is there."""
    if client.deletion_requests.open().exists():
        return False
    record_request(client, DeletionRequest.RequestWay.MY_FILE, language=client.language)
    return True
