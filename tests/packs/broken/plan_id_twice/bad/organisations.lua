return { source = "act", organisations = { { id = "institute", name = "Институт", level = "region" } } }
