"""Telling other programs of the firm what happened here: which programs, of which events, signed, until they take it.

May import `models` and below. The mail provider's calls about messages that came back are no part of it.
"""
