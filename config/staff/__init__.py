"""The staff's tool as a whole: the admin site, how staff sign in, and their second factors.

May import `intake`.
"""
