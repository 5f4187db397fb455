"""Formats of our own for dates and times, where a language of Django's writes them otherwise (`FORMAT_MODULE_PATH`)."""
