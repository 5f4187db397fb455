"""What clients and staff are reminded of: days left after an invitation, and what is about to lapse.

May import `draws.models`, `draws.outbox`, `intake` and `scoring`.
"""
