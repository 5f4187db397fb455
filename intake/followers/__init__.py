"""Following the rounds by an address alone: asking, confirming, changing, stopping.

The messages of rounds are those of `draws.followers`.

May import `intake.common`, `intake.consents`, `intake.forms`, `intake.message_kinds`, `intake.models` and
`intake.questionnaire`.
"""
