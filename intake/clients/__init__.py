"""A client's file: its stages, standings, household, import, retention and end.

May import `intake.consents`, `intake.questionnaire` and what these may import.
"""
