"""A real stack, real faults, and the runbooks that have to heal them."""
