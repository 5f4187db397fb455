"""The copy of everything that is stored about a client: for the client in My file, and for staff who are asked for it.

May import `intake.consultations`, `intake.verification` and anything that those may import.
"""
