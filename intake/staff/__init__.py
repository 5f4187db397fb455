"""What the admin adds for staff's work on a client's file.

May import every package of `intake` but `intake.my_file`.
"""
