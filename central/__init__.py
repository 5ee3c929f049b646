"""The reference central API: the other side of the wire (docs/central-contract.md). It knows no code of the terminal."""
