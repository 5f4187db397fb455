"""The history of a file in one line of time.

May import `intake.clients`, `intake.common`, `intake.invitation`, `intake.models`, `intake.permissions`,
`intake.staff.entry`, `intake.staff.files`, `intake.verification` and `scoring`.
"""
