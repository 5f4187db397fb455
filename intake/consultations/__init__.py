"""Booking an hour with an adviser on the site: free hours, holding one, moving, cancelling, reminders, calendars.

What an adviser sets, and booking by hand, are in `intake.staff.daily_work.consultation_admin`.

May import `intake.account`, `intake.clients`, `intake.common`, `intake.enquiries`, `intake.forms`,
`intake.message_kinds`, `intake.models`, `intake.querysets` and `scoring`.
"""
