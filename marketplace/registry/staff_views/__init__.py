"""Pages on which staff change the register, look at its papers, and see what is to be done."""
