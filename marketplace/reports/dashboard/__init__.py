"""What staff look at: every figure of a day as a sentence, a chart, a table, and its rows."""
