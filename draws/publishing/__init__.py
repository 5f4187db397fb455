"""Publishing a draw, the work that this sets going, and the report on it.

May import `draws.matching`, `draws.outbox`, `draws.rounds` and `draws.models`.
"""
