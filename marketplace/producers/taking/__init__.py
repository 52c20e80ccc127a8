"""Files of producers, their accounts and their courses, as the intake takes them in."""
