"""Public pages about an application, from dated and cited tables: fees, documents, nominations, diplomas, terms.

Pages about the score are in `intake.public`, those about the firm in `intake.firm`.

May import `intake.questionnaire` and `scoring`.
"""
