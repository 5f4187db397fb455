"""Clients from a file that staff bring in the page: read, shown row by row, done by workers, undone within a day.

The form of a client and its checks are those of `intake.clients.importing`.

May import `intake.clients`, `intake.common`, `intake.consents`, `intake.models`, `intake.permissions` and `scoring`.
"""
