return { deadline_words = 1, school_year_ends = { "05-31" }, words = { { means = "month", value = 5, texts = { "май" } }, { means = "year", texts = { "год" } } } }
