"""Public pages that answer what people look for, from dated and cited tables: fees, times, documents, nominations.

May import `intake.questionnaire` and anything that package may import.
"""
