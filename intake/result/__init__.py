"""The result and what stands beside it: reasons, outlook, what-ifs, scenarios, worksheet, paper."""
