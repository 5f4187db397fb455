"""What lies before a client who was invited to apply: the plan, the documents of their situation, the rounds to choose.

What is kept of an invitation is changed in `intake.clients.invitations` alone.

May import `intake.clients`, `intake.common`, `intake.expiry`, `intake.guide`, `intake.models` and `scoring`.
"""
