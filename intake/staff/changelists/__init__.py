"""How every list of the staff's tool is shown: whose rows, which columns and filters, what is written down of a look.

May import `intake.common`, `intake.forms`, `intake.models` and `intake.querysets`.
"""
