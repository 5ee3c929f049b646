"""What is printed of answers: each file makes parts of one subject, ``slip`` makes a piece of paper of them. Pure."""
