"""A change of rules compared for every client, and told to those who agreed.

May import `draws.publishing` and what it may import.
"""
