return { registers = 1, kinds = { { id = "events", title = "События", fields = { { id = "level", title = "Уровень", type = "choice" } } } } }
