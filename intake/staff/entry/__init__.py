"""What staff enter for clients: answers by telephone, a file for somebody met elsewhere, rows of a table.

May import `intake.assessments`, `intake.clients`, `intake.common`, `intake.enquiries`, `intake.forms`, `intake.models`,
`intake.outbox`, `intake.permissions`, `intake.querysets`, `intake.questionnaire`, `intake.staff.files`,
`intake.staff.lists` and `scoring`.
"""
