"""A client's file: who they are, what they answered, what they scored, what they agreed to.

May import `intake.common`, `intake.querysets` and `scoring`.
"""

from intake.models.addresses import AddressChange
from intake.models.assessments import Assessment, Intake, Scenario, Standing
from intake.models.breaches import BreachRecord
from intake.models.clients import LONGEST_REFUSAL, REFERENCE_LETTERS, Client, new_reference
from intake.models.college_records import ConflictCheck, Licence, StageMove
from intake.models.consent import PROOF_FIELDS, ChosenStream, Consent, ConsentProof
from intake.models.consultations import (
    AdviserCalendar,
    Consultation,
    ConsultationChange,
    DayOff,
    OfficeHours,
    TakenTime,
)
from intake.models.dated_documents import ENTERED, DatedItem
from intake.models.deletions import DeletionRequest
from intake.models.devices import DEVICE_KNOWN_FOR, Device
from intake.models.enquiries import Enquiry
from intake.models.events import EventReceiver, OwedEvent
from intake.models.exports import ClientExport
from intake.models.file_records import FileView, Note, Share, ShareUse
from intake.models.firm import FirmLook, FirmOffice, FirmPerson, FirmPicture, FirmService, FirmText
from intake.models.followers import FollowedKind, Follower, FollowerConsent
from intake.models.households import Household, Member
from intake.models.imports import STALLED_AFTER, UNDONE_WITHIN, ClientImport, ImportRow
from intake.models.invitations import Invitation
from intake.models.kept_results import KeptResult
from intake.models.letters import Letter
from intake.models.money import MoneyEntry
from intake.models.owed import DeliveryState, Owed
from intake.models.pdf_jobs import Paper
from intake.models.row_changes import RowChange
from intake.models.saved_lists import ListHabit, SavedList
from intake.models.tags import FileTag, Tag
from intake.models.testimonials import FirmTestimonial, TestimonialApproval
from intake.models.todos import StageTodo, Todo
from intake.models.verifications import DocumentSeen
from intake.models.visits import VisitCount

__all__ = [
    "DEVICE_KNOWN_FOR",
    "ENTERED",
    "LONGEST_REFUSAL",
    "PROOF_FIELDS",
    "REFERENCE_LETTERS",
    "STALLED_AFTER",
    "UNDONE_WITHIN",
    "AddressChange",
    "AdviserCalendar",
    "Assessment",
    "BreachRecord",
    "ChosenStream",
    "Client",
    "ClientExport",
    "ClientImport",
    "ConflictCheck",
    "Consent",
    "ConsentProof",
    "Consultation",
    "ConsultationChange",
    "DatedItem",
    "DayOff",
    "DeletionRequest",
    "DeliveryState",
    "Device",
    "DocumentSeen",
    "Enquiry",
    "EventReceiver",
    "FileTag",
    "FileView",
    "FirmLook",
    "FirmOffice",
    "FirmPerson",
    "FirmPicture",
    "FirmService",
    "FirmTestimonial",
    "FirmText",
    "FollowedKind",
    "Follower",
    "FollowerConsent",
    "Household",
    "ImportRow",
    "Intake",
    "Invitation",
    "KeptResult",
    "Letter",
    "Licence",
    "ListHabit",
    "Member",
    "MoneyEntry",
    "Note",
    "OfficeHours",
    "Owed",
    "OwedEvent",
    "Paper",
    "RowChange",
    "SavedList",
    "Scenario",
    "Share",
    "ShareUse",
    "StageMove",
    "StageTodo",
    "Standing",
    "Tag",
    "TakenTime",
    "TestimonialApproval",
    "Todo",
    "VisitCount",
    "new_reference",
]
