"""What Django's formats of a language lack.

May import nothing of ours.
"""
