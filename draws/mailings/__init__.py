"""What goes to many at once, whatever it says: confirmed by its number, held back for a pause, taken back, approved.

Open this room for the button and its pause; the words and recipients are those of `draws.matching` (a round),
`draws.corrections`, `draws.rule_changes` and `draws.correspondence`, and `draws.outbox` sends.

May import `draws.corrections`, `draws.correspondence`, `draws.feed`, `draws.followers`, `draws.matching`,
`draws.models`, `draws.outbox`, `draws.permissions`, `draws.publishing`, `draws.rounds`, `draws.rule_changes`,
`intake` and `scoring`.
"""
