"""IRCC's feed of rounds: fetching, reading and importing it, and telling staff of news and outages.

May import `draws.publishing`, `draws.outbox`, `draws.rounds` and `draws.models`.
"""
