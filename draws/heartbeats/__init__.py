"""Whether beat and the workers are at work, who is told when one is not, and which of several beats calls the tasks.

May import `draws.models`, `draws.outbox` and `intake`.
"""
