"""What the admin adds for staff's work on a client's file."""
