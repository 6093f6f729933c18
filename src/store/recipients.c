/* Which recipients the desk takes mail for. */
#include "store/recipients.h"

#include "mail/address.h"
#include "rows.h"

static const struct sql is_taken = {
	"SELECT 1 FROM department_address JOIN department"
	" ON department.id = department_address.department_id"
	" WHERE department_address.identity = ?1 AND department.disabled = 0"
};

static int
ask(struct db *db, struct slice identity, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &is_taken);

	db_bind_text(stmt, 1, identity);
	return rows_found(stmt, why);
}

int
recipients_is_known(struct db *db, struct slice address, struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct slice	identity;
	int		got = 0;

	if (address_identity(address, &arena, &identity))
		got = ask(db, identity, why);
	if (got == 0 && address_counter(address, &arena, &identity))
		got = ask(db, identity, why);
	arena_free(&arena);
	return got;
}

static const struct sql any = {
	"SELECT 1 FROM department_address JOIN department"
	" ON department.id = department_address.department_id"
	" WHERE department.disabled = 0 LIMIT 1"
};

int
recipients_any(struct db *db, struct fail *why)
{
	return rows_found(db_use(db, &any), why);
}
