"""Consent to e-mails: its wording, its proof, which messages a client chose.

May import `intake.common`, `intake.forms`, `intake.models` and `scoring`.
"""
