"""The skill as Amazon's store gets it: what it is called, what it says of itself, what it asks for."""
