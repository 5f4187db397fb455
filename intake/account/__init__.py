"""Applicants' accounts: signing in by a code, confirming an address, claiming a draft.

May import `intake.clients` and what it may import.
"""
