"""The HTTP side of the centre: routes by resource, and what all of them share."""
