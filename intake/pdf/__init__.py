"""Pages made into PDFs by a worker of their own.

May import `intake.models`.
"""
