"""The history of a file in one line of time.

May import `intake.clients`, `intake.common`, `intake.invitation`, `intake.models`, `intake.permissions`,
`intake.staff.client_admin`, `intake.staff.data_entry`, `intake.staff.file_pages`, `intake.verification` and
`scoring`.
"""
