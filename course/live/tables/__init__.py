"""Tables of people: a scenario negotiated in the live class, each seat on a phone, absent people played by the course.

``bargaining`` is one table, ``conference`` all of a class; ``jobs`` write, ``rows`` read, ``views`` say what one person
may know, ``outcome`` has the numbers of all tables.
"""
