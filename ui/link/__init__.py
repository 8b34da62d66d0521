"""The connection between a view in the browser and Python, both ends of it."""
