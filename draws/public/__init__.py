"""The public pages of rounds and categories, and where a person stands among the rounds.

May import `draws.feed` and what it may import.
"""
