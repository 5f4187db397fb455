"""Publishing a draw, the work that this sets going, and the report on it.

May import `draws.matching` and anything that it may import.
"""
