"""What the explaining pages share: the lit picture, the steps of a walk, arithmetic on screen."""
