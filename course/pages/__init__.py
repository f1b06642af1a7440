"""What one line in a cell calls: each page of the course joins content, record and widgets."""
