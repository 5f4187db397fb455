"""The pages of the rounds in the admin.

May import `draws.corrections`, `draws.correspondence`, `draws.feed`, `draws.heartbeats`, `draws.mailings`,
`draws.matching`, `draws.models`, `draws.outbox`, `draws.permissions`, `draws.publishing`, `draws.rounds`,
`draws.rule_changes`, `intake` and `scoring`.
"""
