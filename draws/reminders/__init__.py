"""What clients and staff are reminded of: days left after an invitation, and what is about to lapse.

May import `draws.outbox` and anything that it may import.
"""
