"""A change of rules compared for every client, and told to those who agreed to be told.

May import `draws.publishing` and anything that it may import.
"""
