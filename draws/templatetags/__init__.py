"""How templates write rounds, and what waits for staff.

May import `draws.feed`, `draws.models`, `draws.public`, `draws.rounds`, `draws.rule_changes`, `draws.staff`, `intake`
and `scoring`.
"""
