-- Version 4: what the tasks of a work test, in tables of its own. Before, a file of such descriptions was kept line by
-- line as JSON; its batch is taken back, so that importing the file again brings it in the new form.
DELETE FROM batch WHERE id IN (SELECT batch FROM reference_row);
DROP TABLE reference_row;

-- What the file says of a task's greatest score (0: nothing), before the scores: a list of tasks is read without them.
-- The virtual table `tasks` shows the scores.
ALTER TABLE task_column RENAME TO task_column_1;
CREATE TABLE task_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  task TEXT NOT NULL,
  maximum INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (segment, position)
);
INSERT INTO task_column (segment, position, task, maximum, data) SELECT segment, position, task, 0, data FROM task_column_1;
DROP TABLE task_column_1;

-- What a task of a work tests, by a description of the work (kind × subject × programme grade × level × year;
-- year 0: of every year without an own description). `task`: the label printed in the work; `position`: its
-- place there, from 1; `difficulty`: Б, П, В as in the file. An empty text or 0 says nothing.
CREATE TABLE task_description (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  level TEXT NOT NULL,
  year INTEGER NOT NULL,
  task TEXT NOT NULL,
  position INTEGER NOT NULL,
  skill TEXT NOT NULL,
  block TEXT NOT NULL,
  difficulty TEXT NOT NULL,
  maximum INTEGER NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX task_description_by_work ON task_description (kind, subject, grade, level, year, batch);
CREATE INDEX task_description_by_batch ON task_description (batch);

-- Positions of the codifiers that a described task belongs to, in the order of the file. `codifier`:
-- 'content' (КЭС) or 'requirement' (КТ).
CREATE TABLE task_code (
  description INTEGER NOT NULL REFERENCES task_description (id) ON DELETE CASCADE,
  codifier TEXT NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (description, codifier, position)
) WITHOUT ROWID;

-- Positions of a codifier in words, by work as above.
CREATE TABLE code_text (
  batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  grade INTEGER NOT NULL,
  level TEXT NOT NULL,
  year INTEGER NOT NULL,
  codifier TEXT NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  line INTEGER NOT NULL
);
CREATE INDEX code_text_by_work ON code_text (kind, subject, grade, level, year, codifier, batch);
CREATE INDEX code_text_by_batch ON code_text (batch);

-- The newest description of each work, whole: a file replaces what older files say of the same work.
CREATE VIEW task_description_current AS
  SELECT d.id, d.kind, d.subject, d.grade, d.level, d.year, d.task, d.position AS task_position, d.skill, d.block, d.difficulty, d.maximum AS task_max,
    (SELECT group_concat(c.code, ', ') FROM (SELECT code FROM task_code WHERE description = d.id AND codifier = 'content' ORDER BY position) c) AS content_codes,
    (SELECT group_concat(c.code, ', ') FROM (SELECT code FROM task_code WHERE description = d.id AND codifier = 'requirement' ORDER BY position) c) AS requirement_codes,
    d.batch, d.line
  FROM task_description d
  WHERE d.batch = (SELECT max(n.batch) FROM task_description n
    WHERE n.kind = d.kind AND n.subject = d.subject AND n.grade = d.grade AND n.level = d.level AND n.year = d.year);

CREATE VIEW code_text_current AS
  SELECT t.kind, t.subject, t.grade, t.level, t.year, t.codifier, t.code, t.text, t.batch, t.line
  FROM code_text t
  WHERE t.batch = (SELECT max(n.batch) FROM code_text n
    WHERE n.kind = t.kind AND n.subject = t.subject AND n.grade = t.grade AND n.level = t.level AND n.year = t.year AND n.codifier = t.codifier);
