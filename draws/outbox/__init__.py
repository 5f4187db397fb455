"""Sending whatever is owed, of every kind: claim a row, look at consent again, put it together, send it once.

Open this room for how a message leaves and what comes back; `intake.message_kinds` for what a kind of message is,
`draws.correspondence` for what staff write, `draws.mailings` for what they confirm before it goes to many.

May import `draws.models`, `draws.permissions` and `intake`.
"""
