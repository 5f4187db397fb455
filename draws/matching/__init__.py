"""Who matches a draw, the news that they get of it, and what staff see of that before anything is sent.

May import `draws.outbox`, `draws.rounds` and anything those packages may import.
"""
