"""Mass mails: confirmed by their number, held back for a pause, taken back, approved by a second person.

May import every other package of `draws` but `draws.staff` and `draws.admin`.
"""
