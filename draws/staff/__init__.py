"""The pages of the rounds in the admin."""
