"""What templates ask for: what other apps show on pages of `intake`, the head of a file, caveats, the firm's text.

May import `intake.clients`, `intake.common`, `intake.expiry`, `intake.firm`, `intake.guide`, `intake.invitation`,
`intake.models`, `intake.permissions`, `intake.staff` and `scoring`.
"""
