"""From finished answers to a kept assessment: submitting, and looking it up for whoever may see it.

May import `intake.account`, `intake.clients` and what these may import.
"""
