"""Applicants' accounts: signing in by a code, confirming an address, claiming a draft."""
