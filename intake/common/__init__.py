"""What every room may use: mail, limits, caches, the visitor's address.

May import nothing of `intake`.
"""
