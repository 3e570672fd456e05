-- Version 2: lists that others deliver (the federation's markers of biased results, a region's own list). Facts from
-- outside: kept as delivered, never recomputed. `school_key` joins the registry; a list makes no school known, so that a
-- wrong code in it cannot bring a school into being.
CREATE TABLE external_list (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  school_key TEXT NOT NULL,
  code TEXT NOT NULL,
  year INTEGER NOT NULL,
  list TEXT NOT NULL,
  marker TEXT NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX external_list_by_list ON external_list (list, year, batch);
CREATE INDEX external_list_by_batch ON external_list (batch);

-- The lists now: a list of a year is delivered as a whole, so the newest batch with it counts alone.
CREATE VIEW external_list_current AS
  SELECT coalesce(s.code, l.code) AS school, l.list, l.year, l.marker, s.id IS NOT NULL AS known, l.batch, l.line
  FROM external_list l LEFT JOIN school s ON s.key = l.school_key
  WHERE l.batch = (SELECT max(n.batch) FROM external_list n WHERE n.list = l.list AND n.year = l.year);
