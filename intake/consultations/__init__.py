"""Consultations: free hours of the advisers, booking, moving and cancelling them, reminders and calendar files.

May import `intake.enquiries` (sources) and what it may.
"""
