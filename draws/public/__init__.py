"""The public pages of rounds and categories, and where a person stands among the rounds.

May import `draws.feed` and anything that it may import.
"""
