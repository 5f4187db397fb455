"""What staff write to clients from a template of the firm's: the places in it, its versions, owing a message.

May import `draws.outbox`, and anything that it may import.
"""
