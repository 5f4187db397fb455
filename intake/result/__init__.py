"""The result and what stands beside it: reasons, outlook, what-ifs, scenarios, worksheet, PDF.

May import `intake.assessments` and what it may import.
"""
