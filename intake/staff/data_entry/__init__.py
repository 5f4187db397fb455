"""What staff enter for clients: answers by telephone, a file for somebody met elsewhere, rows of a table.

May import `intake.account`, `intake.assessments`, `intake.clients`, `intake.common`, `intake.enquiries`,
`intake.forms`, `intake.message_kinds`, `intake.models`, `intake.permissions`, `intake.querysets`,
`intake.questionnaire`, `intake.staff.changelists`, `intake.staff.client_admin` and `scoring`.
"""
