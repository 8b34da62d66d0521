"""The lessons: Markdown files, how they are read, and missions that check themselves."""
