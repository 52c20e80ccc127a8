"""What a published figure says, and what is wrong with it. Knows neither pages nor the database."""
