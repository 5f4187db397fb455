"""The result page and what goes with it: reasons, outlook, what-ifs, scenarios, worksheet, PDF."""
