"""Publishing a draw, the work that this sets going, and the report on it.

May import `draws.matching` and what it may import.
"""
