"""The people's side over HTTP: JSON for the page, for scripts and for tests."""
