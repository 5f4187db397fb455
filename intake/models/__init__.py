"""A client's file: who they are, what they answered, what they scored, what they agreed to."""

from intake.models.answers import Assessment, Intake, Scenario, Standing
from intake.models.clients import REFERENCE_LETTERS, Client, Language, new_reference
from intake.models.consent import ChosenStream, Consent, ConsentProof
from intake.models.files import FileView, Note, Share, ShareUse
from intake.models.households import Household, Member

__all__ = [
    "REFERENCE_LETTERS",
    "Assessment",
    "ChosenStream",
    "Client",
    "Consent",
    "ConsentProof",
    "FileView",
    "Household",
    "Intake",
    "Language",
    "Member",
    "Note",
    "Scenario",
    "Share",
    "ShareUse",
    "Standing",
    "new_reference",
]
