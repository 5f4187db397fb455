"""What the admin adds for the staff's work on a client's file.

May import every other room of `intake`.
"""
