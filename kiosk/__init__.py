"""The core: what a visit is, what money is, what happens next. No Qt, no serial port, no SQL."""
