"""Everything that a learner sees and touches. Only this package imports ipywidgets or anywidget."""
