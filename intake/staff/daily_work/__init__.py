"""The day of an adviser: what waits, tasks, notes of calls, dates that come, consultations, enquiries.

May import `intake.clients`, `intake.common`, `intake.consultations`, `intake.expiry`, `intake.models`,
`intake.permissions`, `intake.querysets`, `intake.questionnaire`, `intake.staff.changelists`,
`intake.staff.client_admin` and `scoring`.
"""
