"""IRCC's feed of rounds: fetching, reading and importing it, and telling staff of news and outages.

May import `draws.publishing` and anything that it may import.
"""
