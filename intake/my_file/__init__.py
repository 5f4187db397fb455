"""My file: what a signed-in client sees of their file and does with it.

May import every package of `intake` but `intake.staff`.
"""
