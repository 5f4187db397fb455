"""Every message that is owed: worded, claimed, sent once, and marked.

May import `draws.models`; what a kind of message says is registered by the room that owns it.
"""
