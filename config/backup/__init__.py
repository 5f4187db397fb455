"""Backups: one encrypted archive of the database and the firm's rules, and the proof that it can be restored.

`archive` packs and encrypts, `dumps` copies a database out and in, `table_digests` lists what is in one,
`backups` puts these together for the commands.

May import `draws`.
"""
