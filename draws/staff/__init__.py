"""The pages of the rounds in the staff's tool.

May import every other room of `draws` but the public pages.
"""
