"""The browser-only edition: what ``python -m course site FOLDER`` builds from, a static site."""
