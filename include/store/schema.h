/* The steps that make a database what the program expects. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/db.h"

enum schema {
	SCHEMA_DESK,    /* src/sql/NNNN-name.sql */
	SCHEMA_ARCHIVE, /* src/sql/archive-NNNN-name.sql */
};

/*
 * Applies the missing steps, each in one transaction with its row in
 * schema_step.  A database that knows steps which this program does not is
 * FAIL_SETUP ("newer than this program").
 */
int schema_apply(struct db *db, enum schema schema, struct fail *why);
/*
 * For readers: 0 when every step is applied and no other; FAIL_RETRY when some
 * are missing (somebody is migrating), FAIL_SETUP when it is newer.
 */
int schema_expect(struct db *db, enum schema schema, struct fail *why);

#endif
