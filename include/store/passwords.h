/* People's passwords as they are kept, and which letter may change one. */
#ifndef STORE_PASSWORDS_H
#define STORE_PASSWORDS_H

#include "store/db.h"

struct password {
	struct slice hash; /* empty: none is chosen */
	int64_t set_at, login_at;
	int64_t letter_id; /* whose token may set it; 0: none */
};

/* Of this very record: 1, 0 (nothing was ever asked for), -1. */
int passwords_get(struct db *db, int64_t person_id, struct arena *arena,
    struct password *out, struct fail *why);
/* Then no letter may change it any more. */
int passwords_set(struct db *db, int64_t person_id, struct slice hash,
    int64_t now, struct fail *why);
int passwords_login(struct db *db, int64_t person_id, int64_t now,
    struct fail *why);
/* From now on this letter may; 0: none may. */
int passwords_let(struct db *db, int64_t person_id, int64_t letter_id,
    struct fail *why);

#endif
