"""What every template has: dates and numbers as a language writes them, directions of writing, links to governments.

May import `intake` and `scoring`.
"""
