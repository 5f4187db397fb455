"""The commands of `manage.py` about the site as a whole."""
