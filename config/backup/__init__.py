"""Backups: one encrypted archive of the database and the firm's rules, and the proof that it can be restored.

`archive` packs and encrypts, `dumps` copies a database out and in, `inventory` lists what is in one, `copies` puts
these together for the commands.

May import `draws`.
"""
