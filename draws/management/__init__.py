"""The commands of `manage.py` about rounds; each may import the package that does the work."""
