"""Applicants' accounts: signing in by a code, confirming an address, claiming a draft.

May import `intake.clients`, `intake.common`, `intake.consents`, `intake.forms`, `intake.message_kinds`,
`intake.models`, `intake.questionnaire`, `intake.webhooks` and `scoring`.
"""
