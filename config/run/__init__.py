"""`make run`: what it starts, in which order, and how all of it ends together.

May import `config` and `intake`.
"""
