"""The pages of the rounds in the admin.

May import every other package of `draws` but `draws.admin`.
"""
