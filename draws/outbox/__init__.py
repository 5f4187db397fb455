"""Messages that are owed: their kinds and wording, claiming them, sending each once, and marking it.

May import `draws.models` and `draws.permissions`; the packages that own a kind of message register it here.
"""
