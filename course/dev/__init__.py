"""What contributors run: settle the notebooks, measure size and speed."""
