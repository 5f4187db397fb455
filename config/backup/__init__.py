"""Backups: one encrypted archive of the database and the firm's rules, and the proof that it can be restored.

`archive` packs and encrypts, `dumps` copies a database out and in, `inventory` says what stands in one, `copies` puts
these together for the commands.
"""
