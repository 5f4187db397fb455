"""What staff write themselves, to one client or to chosen ones, from a template of the firm's.

Open this room for templates, their places and versions; `draws.mailings` for confirming one that goes to many,
`draws.outbox` for sending.

May import `draws.models`, `draws.outbox`, `intake` and `scoring`.
"""
