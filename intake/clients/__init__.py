"""A client's file: its stages, standings, household, import, retention and deletion.

May import `intake.common`, `intake.consents`, `intake.message_kinds`, `intake.models`, `intake.querysets`,
`intake.visits`, `intake.webhooks` and `scoring`.
"""
