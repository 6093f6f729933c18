#!/usr/bin/python3
"""Makes a database as an older version made it: old_db.py DB STEP ROWS

STEP is the one step of the schema that it had, ROWS what is in it.  Every table
must have some, or nobody would see them get lost.
"""
import os
import sqlite3
import sys

path, step, rows = sys.argv[1:]
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA foreign_keys=ON")
with open(step, encoding="utf-8") as text:
    db.executescript(text.read())
db.execute("CREATE TABLE schema_step (name TEXT NOT NULL PRIMARY KEY,"
           " at INTEGER NOT NULL) STRICT")
db.execute("INSERT INTO schema_step VALUES (?, 1790000000)",
           [os.path.basename(step)])
db.commit()
with open(rows, encoding="utf-8") as text:
    db.executescript("BEGIN; %s COMMIT;" % text.read())
for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE"
                          " type = 'table'").fetchall():
    if not db.execute('SELECT 1 FROM "%s" LIMIT 1' % name).fetchone():
        sys.exit("%s: nothing is in %s" % (rows, name))
db.close()
os.chmod(path, 0o600)
