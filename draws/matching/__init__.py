"""Who matches a draw, the news that they get of it, and what staff see of that before anything is sent.

May import `draws.followers`, `draws.models`, `draws.outbox`, `draws.querysets`, `draws.rounds`, `intake` and `scoring`.
"""
