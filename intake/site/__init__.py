"""The public pages that need no answers: guide, programs, rules, the firm.

May import `intake.clients` and what it may import.
"""
