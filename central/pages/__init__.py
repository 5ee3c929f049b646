"""What halls see of their terminals: server-rendered pages under /halls, with rights by hall and role."""
