"""The commands of `manage.py` about clients; each may import the package that does the work."""
