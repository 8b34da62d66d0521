"""What the explaining pages compute: the steps of a walk, a training step, a descent, trials of activations."""
