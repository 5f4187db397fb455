"""What a round of invitations is: reading IRCC's words, doubts about what was read, and what is on record.

May import `draws.models`, `intake` and `scoring`.
"""
