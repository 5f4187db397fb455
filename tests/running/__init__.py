"""What the tests run on: real servers, started for them and ended with them."""
