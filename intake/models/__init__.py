"""A client's file: who they are, what they answered, what they scored, what they agreed to."""

from intake.models.addresses import AddressChange
from intake.models.answers import Assessment, Intake, Scenario, Standing
from intake.models.breaches import BreachRecord
from intake.models.clients import REFERENCE_LETTERS, Client, Language, new_reference
from intake.models.consent import ChosenStream, Consent, ConsentProof
from intake.models.dates import ENTERED, DatedItem
from intake.models.deletions import DeletionRequest
from intake.models.documents import DocumentSeen
from intake.models.files import FileView, Note, Share, ShareUse
from intake.models.households import Household, Member
from intake.models.practice import ConflictCheck, Licence, StageMove

__all__ = [
    "ENTERED",
    "REFERENCE_LETTERS",
    "AddressChange",
    "Assessment",
    "BreachRecord",
    "ChosenStream",
    "Client",
    "ConflictCheck",
    "Consent",
    "ConsentProof",
    "DatedItem",
    "DeletionRequest",
    "DocumentSeen",
    "FileView",
    "Household",
    "Intake",
    "Language",
    "Licence",
    "Member",
    "Note",
    "Scenario",
    "Share",
    "ShareUse",
    "StageMove",
    "Standing",
    "new_reference",
]
