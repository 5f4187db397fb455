"""Consent to e-mails: its wording, its proof, which messages a client chose.

May import `intake.forms` and `intake.models`.
"""
