"""What translators of the course work with: catalogs made from the content, checked, and turned into what is read."""
