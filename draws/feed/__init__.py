"""IRCC's feed of rounds: fetching, reading and importing it, and telling staff of news and outages.

May import `draws.matching`, `draws.models`, `draws.outbox`, `draws.publishing`, `draws.rounds`, `intake` and `scoring`.
"""
