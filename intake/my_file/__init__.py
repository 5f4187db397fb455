"""My file: what a signed-in client sees of it and does with it.

May import every room of `intake` but `staff`.
"""
