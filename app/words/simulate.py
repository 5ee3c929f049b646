"""``simulate DEVICE --protocol NAME --link PATH ...``: one simulated device alone. Demo world only by its nature."""


def main(arguments: list[str]) -> int:
    from devices.simulators.__main__ import main as simulate

    return simulate(arguments)
