"""What clients and staff are reminded of: days left after an invitation, what is about to lapse; staff also of tasks.

May import `draws.models`, `draws.outbox`, `intake` and `scoring`.
"""
