"""The questionnaire, read top to bottom: if a person can be asked it, it is here, in order.

Field names are those of the profile (`scoring/contract/profile.schema.json`) where
there is one. Months: a start counts from the first of its month, an end to
the last day of its month.

May import `intake.common`, `intake.consents`, `intake.forms`, `intake.models`, `intake.questionnaire`,
`intake.questionnaire.hints` and `scoring`.
"""

from intake.questionnaire.step import Step
from intake.questionnaire.steps.about_you import (
    Authorized,
    DateOfBirth,
    Destination,
    MaritalStatus,
    Minor,
    PartnerStatus,
    PartnerStep,
    Quebec,
)
from intake.questionnaire.steps.contact import Contact
from intake.questionnaire.steps.education import CertificateDetails, CertificateStep, Credentials, OtherTrade
from intake.questionnaire.steps.funds import FamilySize, Funds
from intake.questionnaire.steps.job_offer import JobOfferDetails, JobOfferStep
from intake.questionnaire.steps.language import FirstLanguage, Tests
from intake.questionnaire.steps.nomination import Nomination, NominationStream
from intake.questionnaire.steps.options import LANGUAGES, LEVELS, MARITAL_STATUSES, PROVINCES, SECTIONS, TESTS
from intake.questionnaire.steps.partner import (
    PartnerBirth,
    PartnerCredentials,
    PartnerJobs,
    PartnerStudyBesides,
    PartnerTests,
)
from intake.questionnaire.steps.pool import InPoolStep, PoolTime
from intake.questionnaire.steps.relatives import Relative, Sibling
from intake.questionnaire.steps.study import StudyBesides
from intake.questionnaire.steps.work import ForeignMilitary, Jobs, MilitaryYears, PrimaryOccupation

__all__ = ["LANGUAGES", "LEVELS", "MARITAL_STATUSES", "PROVINCES", "SECTIONS", "STEPS", "TESTS"]

# Marital status first: it decides which column counts, and whether a section about the partner follows.
STEPS: tuple[type[Step], ...] = (
    MaritalStatus,
    PartnerStep,
    PartnerStatus,
    DateOfBirth,
    Minor,
    Destination,
    Quebec,
    Authorized,
    Credentials,
    StudyBesides,
    CertificateStep,
    CertificateDetails,
    OtherTrade,
    Tests,
    FirstLanguage,
    Jobs,
    PrimaryOccupation,
    ForeignMilitary,
    MilitaryYears,
    PartnerBirth,
    PartnerCredentials,
    PartnerStudyBesides,
    PartnerTests,
    PartnerJobs,
    Nomination,
    NominationStream,
    Sibling,
    Relative,
    JobOfferStep,
    JobOfferDetails,
    FamilySize,
    Funds,
    InPoolStep,
    PoolTime,
    Contact,
)
