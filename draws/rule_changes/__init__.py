"""A change of rules compared for every client, and told to those who agreed to be told.

May import `draws.matching`, `draws.models`, `draws.outbox`, `draws.publishing`, `draws.querysets`, `intake` and
`scoring`.
"""
