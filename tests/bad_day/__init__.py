"""A bad day in a hall: three terminals and the centre, one fault after the other; what each user saw, and when."""
