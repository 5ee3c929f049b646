"""One module a command word. Each has ``main(arguments) -> int``: 0 done, 1 the answer is no, 2 the call is wrong."""
