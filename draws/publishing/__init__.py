"""Publishing a draw, the work that this sets going, and the report on it.

May import `draws.matching`, `draws.models`, `draws.outbox`, `draws.querysets`, `draws.rounds`, `intake` and `scoring`.
"""
