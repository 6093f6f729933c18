/* A look into a foreign Maildir. */
#include "maildir_folder.h"

#include "base/crash.h"
#include "base/log.h"

/* So many that cannot be taken, and the rest may wait for the next look. */
#define TROUBLES_MAX 5

struct look {
	struct maildir_folder *folder;
	const struct role *role;
	size_t at; /* in what the last look has left */
	struct maildir_known *known;
	size_t count;
	int troubles;
	bool cannot_settle; /* stands for all, until the next look */
};

/* Whether the last look knew it; both lists are in the order of names. */
static const struct maildir_known *
find_known(struct look *look, struct slice name)
{
	const struct maildir_folder *folder = look->folder;
	int order;

	while (look->at < folder->known_count) {
		order = slice_cmp(folder->known[look->at].name, name);
		if (order == 0)
			return &folder->known[look->at];
		if (order > 0)
			return NULL;
		look->at++;
	}
	return NULL;
}

static void
remember(struct look *look, struct slice name, bool is_odd)
{
	look->known[look->count++] = (struct maildir_known){ name, is_odd };
}

/* What shall become of a message that the archive has. */
static int
settle(struct look *look, const struct maildir_file *file, struct fail *why)
{
	const struct maildir_courier *courier = &look->folder->courier;
	struct maildir_door *door = courier->door;
	int rc = 0;

	crash_point("watch.before-after");
	switch (courier->folder->after) {
	case AFTER_LEAVE:
		break;
	case AFTER_SEEN:
		rc = maildir_door_seen(door, file, why);
		break;
	case AFTER_MOVE:
		rc = maildir_door_move(door, file, courier->folder->move_to,
		    why);
		break;
	case AFTER_DELETE:
		rc = maildir_door_remove(door, file, why);
		break;
	}
	crash_point("watch.after-after");
	return rc;
}

/* Also what a crash has left undone. */
static void
finish(struct look *look, const struct maildir_file *file)
{
	struct fail why = FAIL_INIT;

	if (look->cannot_settle)
		return;
	if (settle(look, file, &why) == 0) {
		remember(look, file->name, false);
		return;
	}
	look->cannot_settle = true;
	log_warn("maildir-cannot-settle", "folder=%s why=\"%s\"",
	    look->folder->courier.folder->name, why.text);
}

static void
note_odd(struct look *look, const struct maildir_file *file, bool is_told,
    const struct fail *why)
{
	char quoted[LOG_QUOTE_SIZE];

	if (!is_told)
		log_warn("maildir-odd", "folder=%s why=%s",
		    look->folder->courier.folder->name,
		    log_quote(slice_of(why->text), quoted));
	remember(look, file->name, true);
}

static int
take(struct look *look, struct maildir_file *file, struct fail *why)
{
	struct maildir_courier *courier = &look->folder->courier;
	const struct maildir_known *known = find_known(look, file->name);
	char quoted[LOG_QUOTE_SIZE];
	enum maildir_end end;
	bool is_new;

	if (known != NULL && !known->is_odd) {
		remember(look, file->name, false);
		return 0;
	}
	if (maildir_courier_take(courier, file, &end, &is_new, why) < 0)
		return -1;
	if (is_new)
		log_info("maildir-taken", "folder=%s file=%s whole=%s",
		    courier->folder->name,
		    log_quote(slice_of(file->file), quoted),
		    end == MAILDIR_END_TAKEN ? "yes" : "no");
	switch (end) {
	case MAILDIR_END_TAKEN:
		finish(look, file);
		break;
	case MAILDIR_END_KEPT:
		remember(look, file->name, false);
		break;
	case MAILDIR_END_ODD:
		note_odd(look, file, known != NULL, why);
		break;
	case MAILDIR_END_LATER:
		break;
	}
	return 0;
}

/* One that cannot be taken does not keep the others from it. */
static int
take_all(struct look *look, struct maildir_file *files, size_t count,
    struct fail *why)
{
	struct fail trouble;

	for (size_t i = 0; i < count && look->troubles < TROUBLES_MAX; i++) {
		if (role_stopping(look->role))
			break;
		trouble = (struct fail)FAIL_INIT;
		if (take(look, &files[i], &trouble) == 0)
			continue;
		look->troubles++;
		*why = trouble;
		if (trouble.kind != FAIL_SETUP)
			break;
	}
	return look->troubles > 0 ? -1 : 0;
}

int
maildir_folder_look(struct maildir_folder *folder, const struct role *role,
    struct fail *why)
{
	struct arena *arena = &folder->arenas[!folder->turn];
	struct look look = { .folder = folder, .role = role };
	struct maildir_file *files;
	size_t count;
	int rc;

	maildir_door_heard(folder->courier.door);
	if (maildir_door_list(folder->courier.door, arena, &files, &count,
		why) < 0) {
		arena_free(arena);
		return -1;
	}
	look.known = arena_array(arena, count, sizeof(look.known[0]));
	rc = take_all(&look, files, count, why);
	arena_free(&folder->arenas[folder->turn]);
	folder->turn = !folder->turn;
	folder->known = look.known;
	folder->known_count = look.count;
	return rc;
}
