"""The list of clients' files and the form of one: fields, tables, warnings, search, and acts on many at once.

May import `intake.account`, `intake.clients`, `intake.common`, `intake.consents`, `intake.expiry`, `intake.forms`,
`intake.models`, `intake.permissions`, `intake.querysets`, `intake.questionnaire`, `intake.result`,
`intake.staff.changelists`, `intake.verification` and `scoring`.
"""
