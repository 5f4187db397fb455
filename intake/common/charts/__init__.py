"""Charts as numbers for an SVG: scales, words that stand apart, lines of steps, bars.

Templates draw them, and a table or a sentence beside each says the same. What a chart is about is decided where
it is shown. The chart of cut-offs, which is stretched to its place, is in `draws.public.cutoff_chart` (record 0059).

May import `scoring`.
"""
