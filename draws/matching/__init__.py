"""Who matches a draw, and what staff see of that before anything is sent.

May import `draws.rounds` and `draws.models`.
"""
