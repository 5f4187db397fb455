"""Consent to e-mails: its wording, its proof, what a client chose to hear of.

May import `intake.forms` and `intake.models`.
"""
