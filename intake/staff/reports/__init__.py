"""What the firm counts: files, stages and sources by week.

May import `intake.common`, `intake.models`, `intake.permissions`, `intake.querysets`, `intake.staff.changelists` and
`scoring`.
"""
