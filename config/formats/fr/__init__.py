"""French as it is written in Canada.

May import nothing of ours.
"""
