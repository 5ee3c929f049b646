"""S1: no card number and no track leaves the parser of a card driver, whatever a misconfigured terminal sends."""
