"""The explorable models of the course, one file each: pure functions and frozen results, no display.

Every lab module has PARAMETERS, ``solve(**parameters)``, ``sentence(result)``, ``table(result)`` and
``picture(result, words)``. ``mediators_network.solve`` takes the rows of the case table as well. What is said around
a lab stands in ``content/labs/`` under the same stem.
"""
