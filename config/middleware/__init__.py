"""What every request passes on its way in and out.

May import `config` and `intake`.
"""
