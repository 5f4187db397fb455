"""Correcting a published draw: what differs, for whom, and the letters that follow.

May import `draws.feed`, `draws.publishing` and anything those packages may import.
"""
