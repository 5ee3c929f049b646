"""A real till, its ledger and a real card driver against a simulated terminal whose wire fails at one exact byte."""
