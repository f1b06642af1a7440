"""The live class: a server that thirty phones join, a projector page, a teacher's console, tables of people.

An optional part (the extra ``live``): a learner alone never pays for it. It reuses what the rest of the course has (the
lessons, the checks, the kit that makes HTML, the negotiation engine) and keeps answers as the same typed events that a
learner's own record holds.
"""
