"""Quizzes for learning platforms: the questions as plain data, then QTI and GIFT."""
