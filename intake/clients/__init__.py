"""A client's file: its stages, standings, household, import, retention and deletion.

May import `intake.consents`, `intake.outbox` and anything those packages may import.
"""
