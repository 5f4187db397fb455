"""The rounds of invitations: the feed, who matches, and the alerts.

May import `intake` and `scoring`.
"""
