"""The commands of `manage.py` about rounds; each may import the room that does the work."""
