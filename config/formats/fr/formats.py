"""Times with "h", as in « 9 h 45 »; the full hour loses its noughts in `scoring.dates`."""

TIME_FORMAT = "G\xa0\\h\xa0i"
DATETIME_FORMAT = "j F Y, G\xa0\\h\xa0i"
SHORT_DATETIME_FORMAT = "d/m/Y G\xa0\\h\xa0i"
