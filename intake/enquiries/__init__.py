"""Asking the firm: about a result, about anything else, or to be called back; each becomes a lead on the staff's desk.

May import `intake.assessments`, `intake.account` and what they may.
"""
