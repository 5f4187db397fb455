"""The commands of `manage.py` about the rules."""
