"""The teacher's desk: rules and documents. No display: nothing here imports ipywidgets, anywidget or IPython."""
