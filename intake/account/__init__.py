"""Applicants' accounts: signing in by a code, confirming an address, claiming a draft.

May import `intake.clients`, `intake.questionnaire`, `intake.outbox` and anything those packages may import.
"""
