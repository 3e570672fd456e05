-- Version 7: which packs passed their tests, so that they are run once and not with every run (`rules`: digest over the
-- pack, its bases and the scripts that they share; `host`: build of Opora), and on which level a run was made.
CREATE TABLE pack_test_pass (
  rules TEXT NOT NULL,
  host TEXT NOT NULL,
  pack TEXT NOT NULL,
  tests INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (rules, host)
) WITHOUT ROWID;

-- The level of a run's pack (federal, region, municipality), and which runs were made side by side: `beside` is the run of
-- the pack that was asked for, its own number when it was run alone. Runs of before have no line.
CREATE TABLE run_level (
  run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  level TEXT NOT NULL,
  beside INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE
);
CREATE INDEX run_level_by_beside ON run_level (beside);
