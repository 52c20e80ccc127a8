"""Every change to the register that staff make; what files bring is in ``importing``."""
