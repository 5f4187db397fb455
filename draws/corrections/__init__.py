"""Correcting a published draw: what differs, for whom, and the letters that follow.

May import `draws.feed`, `draws.matching`, `draws.models`, `draws.outbox`, `draws.publishing`, `draws.rounds`, `intake`
and `scoring`.
"""
