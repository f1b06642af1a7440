"""A class on the desk: what was handed in, what the class thinks, marks and gradebooks."""
