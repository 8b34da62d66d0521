"""What a teacher prepares, in the browser: parts that are hidden or locked, pointing at them, and the mission."""
