"""What a kind of message is, and owing one.

Open this room for a letter that the site writes to an address, `draws.outbox` for how it leaves.

May import `intake.common` and `intake.models`.
"""
