"""The questions, in order; walking them; keeping the answers; and what becomes the profile.

May import `intake.consents`, `intake.forms` and `intake.models`.
"""
