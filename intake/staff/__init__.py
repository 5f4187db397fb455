"""The admin of `intake`: the lists and pages on which staff work with clients' files, in rooms by what they are for.

What a page does to a file is in the room of the act (`intake.clients`, `intake.consents` and so on); the pages about
rounds, messages and rules are in `draws.staff`.

May import nothing of ours.
"""
