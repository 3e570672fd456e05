-- Version 5: what stands behind a rule in words (source, assumes, uncertainty, limits), kept with the run as a JSON object
-- as it was on that day; runs of before have none.
ALTER TABLE run_method ADD COLUMN grounds TEXT NOT NULL DEFAULT '{}';

-- What extensions warned of while a part was computed (`warning`: a diagnostic, a JSON object), and how often. A
-- later run that refers to the part tells it again.
CREATE TABLE part_warning (
  part INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  warning TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (part, position)
) WITHOUT ROWID;
