"""Telling other programs of the firm what happened here: which programs, of which events, signed, until they take it.

The calls that come to us, of the mail provider, are in `draws.outbox.mail_events`.

May import `intake.common`, `intake.models` and `intake.querysets`.
"""
