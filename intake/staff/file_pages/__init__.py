"""The pages behind the buttons of one file: consent, partner, invitation, money, documents, results, copy, deletion.

May import `intake.assessments`, `intake.clients`, `intake.common`, `intake.consents`, `intake.data_copy`,
`intake.invitation`, `intake.models`, `intake.pdf`, `intake.permissions`, `intake.querysets`, `intake.result`,
`intake.staff.changelists`, `intake.staff.client_admin`, `intake.verification` and `scoring`.
"""
