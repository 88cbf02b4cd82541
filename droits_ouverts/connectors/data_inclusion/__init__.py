"""Pages of data·inclusion's API, and a stand-in."""
