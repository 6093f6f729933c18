#!/usr/bin/python3
"""Answers questions to databases, for tests: ask_db.py

Each line of standard input is a JSON list: path, SQL, and what is bound.  Each
answer is a line with the rows, or with a string that says what is wrong.  The
databases are opened for reading alone: closing them is no checkpoint.
"""
import json
import sqlite3
import sys
from urllib.parse import quote


def ask(path, sql, *bound):
    db = sqlite3.connect("file:%s?mode=ro" % quote(path), uri=True, timeout=20)
    try:
        return db.execute(sql, bound).fetchall()
    finally:
        db.close()


for line in sys.stdin:
    try:
        answer = ask(*json.loads(line))
    except sqlite3.Error as error:
        answer = str(error)
    print(json.dumps(answer, default=bytes.hex), flush=True)
