"""The wire between a view in the browser and Python, both ends of it."""
