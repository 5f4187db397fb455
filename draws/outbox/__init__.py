"""Every message that is owed: its kinds, its wording, claiming it, sending it once, and marking it.

May import `draws.models`; it knows no kind of message by itself: the rooms that own them register them.
"""
