"""What a kind of message is, and owing one; the workers of `draws` send it.

May import `intake.models`, `intake.querysets` and `intake.common`.
"""
