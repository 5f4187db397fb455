"""The public pages of rounds and categories, and where a person stands among the rounds.

May import `draws.feed`, `draws.matching`, `draws.models`, `draws.outbox`, `draws.querysets`, `draws.rounds`, `intake`
and `scoring`.
"""
