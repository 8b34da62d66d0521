"""Live training: the studio component and the loop that feeds it."""
