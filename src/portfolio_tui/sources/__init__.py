"""Files from outside, made into a portfolio: profiles, readers, and the rows set aside."""
