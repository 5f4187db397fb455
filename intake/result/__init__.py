"""The result page and what goes with it: reasons, outlook, what-ifs, scenarios, worksheet, PDF.

May import `intake.assessments` and anything that it may import.
"""
