"""How templates write rounds, and what waits for staff.

May import `draws.staff` and anything that it may import.
"""
