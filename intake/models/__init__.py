"""A client's file: who they are, what they answered, what they scored, what they agreed to."""

from intake.models.answers import Assessment, Intake, Scenario, Standing
from intake.models.clients import REFERENCE_LETTERS, Client, Language, new_reference
from intake.models.consent import ChosenStream, Consent, ConsentProof
from intake.models.files import FileView, Note, Share, ShareUse

__all__ = [
    "REFERENCE_LETTERS",
    "Assessment",
    "ChosenStream",
    "Client",
    "Consent",
    "ConsentProof",
    "FileView",
    "Intake",
    "Language",
    "Note",
    "Scenario",
    "Share",
    "ShareUse",
    "Standing",
    "new_reference",
]
