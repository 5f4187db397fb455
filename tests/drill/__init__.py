"""`make deploy-drill`: the commands of docs/deploy.md, word for word, on a copy of this machine.

`__main__` makes the copy (Linux namespaces and an overlay in memory: nothing of it outlives the run), `guide` reads the
page, `systemctl` stands in for systemd, which is not the first process of a container, `post` is the mail server.
"""
