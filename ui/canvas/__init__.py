"""The network canvas: ES modules that draw it, and what they are sent."""
