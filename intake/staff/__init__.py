"""What the admin adds for the staff's work on a client's file."""
