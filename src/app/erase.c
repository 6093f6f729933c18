/* Erasing a person, step by step. */
#include "app/erase.h"

#include "base/crash.h"
#include "mail/trace.h"
#include "store/erasures.h"

struct erase {
	struct desk *desk;
	struct archive *archive; /* to be written; the desk's is not */
	struct erasure erasure;
	int64_t now;
	struct progress_line *line; /* NULL: nobody watches */
	struct slice *addresses;
	size_t count;
	struct arena arena;
};

static const struct progress *
watch(struct erase *erase, const char *what)
{
	return erase->line == NULL ? NULL :
	    progress_line_begin(erase->line, what);
}

/* Ends what was begun, well or not. */
static int
end_change(struct db *db, int rc, struct fail *why)
{
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, why);
}

/* Written down before it is done: a message that was changed tells nothing. */
static int
note(struct erase *erase, enum erasure_kind kind, int64_t id,
    struct fail *why)
{
	struct db *db = erase->desk->db;

	if (db_begin(db, why) < 0)
		return -1;
	return end_change(db, erasures_note(db, erase->erasure.person_id,
	    kind, id, why), why);
}

static int
overwrite_heads(struct erase *erase, int64_t id, struct slice raw,
    struct arena *arena, struct fail *why)
{
	struct slice head, changed = raw;
	bool noted = false;

	for (size_t i = 0; i < erase->count; i++) {
		struct db *db = archive_db(erase->archive);
		int rc;

		if (trace_overwrite(changed, erase->addresses[i], arena,
		    &head) == 0)
			continue;
		if (!noted && note(erase, ERASURE_HEADER, id, why) < 0)
			return -1;
		noted = true;
		crash_point("erase.before-header");
		if (db_begin(db, why) < 0)
			return -1;
		rc = archive_overwrite(erase->archive, id, head,
		    erase->addresses[i], why);
		if (end_change(db, rc, why) < 0)
			return -1;
		changed = head;
	}
	return 0;
}

/* Another's: its header is overwritten, its body is for a person to judge. */
static int
look_at_others(struct erase *erase, int64_t id, struct slice raw,
    struct arena *arena, struct fail *why)
{
	bool found = false;
	struct slice head, body = raw;

	if (overwrite_heads(erase, id, raw, arena, why) < 0)
		return -1;
	for (size_t i = 0; i < erase->count; i++) {
		if (trace_overwrite(raw, erase->addresses[i], arena,
		    &head) > 0)
			body = slice_from(raw, head.len);
	}
	for (size_t i = 0; i < erase->count; i++)
		found = found || trace_found(body, erase->addresses[i]);
	return found ? note(erase, ERASURE_BODY, id, why) : 0;
}

static bool
is_theirs(const struct erase *erase, const struct envelope *envelope,
    struct slice raw)
{
	for (size_t i = 0; i < erase->count; i++)
		if (slice_eq_nocase(envelope->sender, erase->addresses[i]) ||
		    trace_is_from(raw, erase->addresses[i]))
			return true;
	return false;
}

static int
overwrite_message(struct erase *erase, int64_t id, struct fail *why)
{
	struct db *db = archive_db(erase->archive);
	int rc;

	crash_point("erase.before-message");
	if (db_begin(db, why) < 0)
		return -1;
	rc = end_change(db, archive_erase(erase->archive, id, why), why);
	crash_point("erase.after-message");
	return rc;
}

static int
look_at_message(struct erase *erase, int64_t id, struct arena *arena,
    struct fail *why)
{
	int64_t person = erase->erasure.person_id;
	struct envelope envelope;
	struct slice raw;
	int own = erasures_has(erase->desk->db, person, ERASURE_OWN, id, why);

	if (own < 0)
		return -1;
	if (own > 0)
		return overwrite_message(erase, id, why);
	own = archive_read(erase->archive, id, arena, &envelope, &raw, why);
	if (own <= 0)
		return own;
	if (!is_theirs(erase, &envelope, raw))
		return look_at_others(erase, id, raw, arena, why);
	/* What was kept out was on no ticket of theirs. */
	if (note(erase, ERASURE_OWN, id, why) < 0)
		return -1;
	return overwrite_message(erase, id, why);
}

/* Every message: nobody keeps a list of who is named in which. */
static int
walk_archive(struct erase *erase, struct fail *why)
{
	const struct progress *progress = watch(erase, "reading every message");
	struct arena arena = ARENA_INIT; /* of one message */
	int64_t id = 0, size;
	int got;

	if (erasures_addresses(erase->desk->db, erase->erasure.person_id,
		&erase->arena, &erase->addresses, &erase->count, why) < 0)
		return -1;
	while ((got = archive_next(erase->archive, id, &id, &size, why)) > 0 &&
	    id <= erase->erasure.upto) {
		got = look_at_message(erase, id, &arena, why);
		arena_reset(&arena);
		if (got < 0)
			break;
		if (progress != NULL)
			progress_tell(progress, id, erase->erasure.upto);
	}
	arena_free(&arena);
	return got < 0 ? -1 : 0;
}

static int
set_step(struct erase *erase, enum erasure_step step, struct fail *why)
{
	struct db *db = erase->desk->db;
	int64_t person = erase->erasure.person_id;
	int rc;

	if (db_begin(db, why) < 0)
		return -1;
	rc = step == ERASURE_TIDY ? erasures_clear_desk(db, person,
	    erase->now, why) : 0;
	if (rc == 0)
		rc = erasures_set_step(db, person, step, erase->now, why);
	crash_point("erase.before-step");
	rc = end_change(db, rc, why);
	crash_point("erase.after-step");
	if (rc == 0)
		erase->erasure.step = step;
	return rc;
}

static int
scrub(struct erase *erase, struct fail *why)
{
	watch(erase, "writing the archive anew");
	if (db_scrub(archive_db(erase->archive), why) < 0)
		return -1;
	crash_point("erase.between-scrubs");
	watch(erase, "writing the desk anew");
	return db_scrub(erase->desk->db, why);
}

static int
run_steps(struct erase *erase, struct fail *why)
{
	if (erase->erasure.step == ERASURE_ARCHIVE &&
	    (walk_archive(erase, why) < 0 ||
		set_step(erase, ERASURE_DESK, why) < 0))
		return -1;
	if (erase->erasure.step == ERASURE_DESK &&
	    set_step(erase, ERASURE_TIDY, why) < 0)
		return -1;
	if (erase->erasure.step == ERASURE_TIDY &&
	    (scrub(erase, why) < 0 ||
		set_step(erase, ERASURE_DONE, why) < 0))
		return -1;
	return 0;
}

static int
begin(struct erase *erase, int64_t person_id, struct fail *why)
{
	struct db *db = erase->desk->db;

	if (db_begin(db, why) < 0)
		return -1;
	return end_change(db, erasures_begin(db, person_id, erase->now, why),
	    why);
}

int
erase_person(struct desk *desk, int64_t person_id, int64_t now,
    struct progress_line *line, struct fail *why)
{
	struct erase erase = { .desk = desk, .now = now, .line = line };
	int rc = -1;

	if (begin(&erase, person_id, why) < 0)
		return -1;
	crash_point("erase.begun");
	if (erasures_get(desk->db, person_id, &erase.erasure, why) > 0 &&
	    db_forget_deleted(desk->db, why) == 0 &&
	    archive_open(&erase.archive, desk->conf->archive_path, DB_WRITE,
		why) == 0 &&
	    db_forget_deleted(archive_db(erase.archive), why) == 0)
		rc = run_steps(&erase, why);
	if (line != NULL)
		progress_line_end(line);
	archive_close(erase.archive);
	arena_free(&erase.arena);
	return rc;
}

static int
resume_all(struct desk *desk, int64_t now, int64_t *person_id,
    struct fail *why)
{
	struct erasure erasure;
	int got, count = 0;

	while ((got = erasures_next(desk->db, &erasure, why)) > 0) {
		*person_id = erasure.person_id;
		if (erase_person(desk, erasure.person_id, now, NULL, why) < 0)
			return -1;
		count++;
	}
	return got < 0 ? -1 : count > 0;
}

int
erase_resume(const struct conf *conf, int64_t now, int64_t *person_id,
    struct fail *why)
{
	struct desk desk;
	int got;

	if (desk_open(&desk, conf, DB_WRITE, true, why) < 0)
		return -1;
	got = resume_all(&desk, now, person_id, why);
	desk_close(&desk);
	return got;
}
