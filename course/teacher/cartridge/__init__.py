"""The whole course as a cartridge: pages, discussions, quizzes and texts to mark, a module for each lesson."""
