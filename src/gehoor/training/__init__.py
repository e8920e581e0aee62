"""From labelled sentences to the weights of the ear: what `gehoor train` does."""
