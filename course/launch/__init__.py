"""Everything before the course is open: the environment, JupyterLab, the checks. Standard library only."""
