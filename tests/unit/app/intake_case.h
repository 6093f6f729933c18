/*
 * An intake in a temporary folder, and clients of it in the same process: both
 * are driven by hand, nothing waits.
 */
#ifndef UNIT_INTAKE_CASE_H
#define UNIT_INTAKE_CASE_H

#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/intake.h"
#include "base/clock.h"
#include "port/lmtp_socket.h"
#include "store/archive.h"
#include "store/bans.h"
#include "store/departments.h"
#include "store/schema.h"

#define INTAKE_START 1795552000 /* 2026-11-24 */

struct inlet {
	char folder[PATH_MAX];
	char archive_path[PATH_MAX], desk_path[PATH_MAX], socket_path[PATH_MAX];
	struct conf conf;
	struct role role;
	struct intake *intake;
	int64_t now; /* of the monotonic clock */
	int accepted;
	bool has_ended; /* the last step said -1 */
};

#define inlet_ok(call) \
	do { \
		struct fail why_ = FAIL_INIT; \
		struct fail *why = &why_; \
		if ((call) < 0) \
			fail_msg("%s: %s", #call, why_.text); \
	} while (0)

/* support@help.test, a disabled old@help.test, and somebody banned. */
static inline void
inlet_make_desk(const struct inlet *inlet)
{
	static const struct sql disable = {
		"UPDATE department SET disabled = 1 WHERE folded = 'old'"
	};
	struct db *db;
	int64_t id;

	inlet_ok(db_open(&db, inlet->desk_path, DB_CREATE, why));
	inlet_ok(schema_apply(db, SCHEMA_DESK, why));
	inlet_ok(db_begin(db, why));
	inlet_ok(departments_add(db, SLICE("Support"),
	    SLICE("support@help.test"), INTAKE_START, &id, why));
	inlet_ok(departments_add(db, SLICE("Old"), SLICE("old@help.test"),
	    INTAKE_START, &id, why));
	inlet_ok(db_run(db_use(db, &disable), why));
	inlet_ok(bans_add(db, SLICE("spam@example.test"), SLICE("spam"),
	    INTAKE_START, why));
	inlet_ok(bans_add(db, SLICE("@evil.test"), SLICE("spam"),
	    INTAKE_START, why));
	inlet_ok(db_commit(db, why));
	db_close(db);
}

static inline int
inlet_setup(void **state)
{
	struct inlet *inlet = calloc(1, sizeof(*inlet));
	struct archive *archive;

	case_folder(inlet->folder);
	case_path(inlet->archive_path, inlet->folder, "archive.db");
	case_path(inlet->desk_path, inlet->folder, "maildesk.db");
	case_path(inlet->socket_path, inlet->folder, "lmtp.sock");
	inlet->conf = (struct conf){
		.desk_domain = "help.test",
		.archive_path = inlet->archive_path,
		.desk_path = inlet->desk_path,
		.spill_dir = inlet->folder,
		.socket_path = inlet->socket_path,
		.socket_mode = 0600,
		.socket_group = "",
		.max_message = 8 << 20,
		.max_clients = 50,
		.max_recipients = 10,
		.client_timeout = 300,
		.transaction_timeout = 600,
	};
	inlet->role = (struct role)ROLE_ALONE;
	inlet->now = 1000000;
	clock_set(INTAKE_START);
	log_open("test", LOG_LEVEL_ERROR, open("/dev/null", O_WRONLY));
	inlet_make_desk(inlet);
	inlet_ok(archive_open(&archive, inlet->archive_path, DB_CREATE, why));
	archive_close(archive);
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	*state = inlet;
	return 0;
}

static inline int
inlet_teardown(void **state)
{
	struct inlet *inlet = *state;

	intake_close(inlet->intake);
	case_folder_remove(inlet->folder);
	free(inlet);
	return 0;
}

/* Steps until nothing comes any more. */
static inline void
inlet_settle(struct inlet *inlet)
{
	struct fail why = FAIL_INIT;
	int got, idle = 0;

	while (idle < 8 && !inlet->has_ended) {
		got = intake_step(inlet->intake, inlet->now, 0, &why);
		idle = got == 0 ? idle + 1 : 0;
		if (got > 0)
			inlet->accepted += got;
		inlet->has_ended = got < 0;
	}
}

static inline int
inlet_connect(const struct inlet *inlet)
{
	struct fail why = FAIL_INIT;
	int fd = lmtp_connect(inlet->socket_path, &why);

	if (fd < 0)
		fail_msg("%s", why.text);
	return fd;
}

/* All of it, while the intake takes it. */
static inline void
inlet_send(struct inlet *inlet, int fd, struct slice bytes)
{
	ssize_t n;

	while (bytes.len > 0) {
		n = send(fd, bytes.data, bytes.len, MSG_NOSIGNAL);
		if (n > 0)
			bytes = slice_from(bytes, (size_t)n);
		else if (errno != EAGAIN)
			fail_msg("send: errno %d", errno);
		inlet_settle(inlet);
	}
}

/* What has been said to a client, "220 250 ..."; "-" when it hung up. */
static inline const char *
inlet_codes(int fd, char to[1024])
{
	char bytes[65536];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
	struct slice rest = slice_make(bytes, n < 0 ? 0 : (size_t)n), line;
	size_t len = 0;

	to[0] = '\0';
	while (slice_line(&rest, &line))
		if (line.len >= 4 && line.data[3] != '-')
			len += (size_t)snprintf(to + len, 1024 - len,
			    "%s%.3s", len == 0 ? "" : " ", line.data);
	if (n == 0 || recv(fd, bytes, 1, MSG_PEEK) == 0)
		snprintf(to + len, 1024 - len, "%s-", len == 0 ? "" : " ");
	return to;
}

#define INLET_HELLO "LHLO test\r\n"
#define INLET_TO \
	"MAIL FROM:<ann@example.test>\r\nRCPT TO:<support@help.test>\r\n"
#define INLET_MAIL INLET_TO "DATA\r\nSubject: hi\r\n\r\nhello\r\n.\r\n"

/* Says it to a client of its own, and what was answered. */
static inline void
inlet_say(struct inlet *inlet, const char *name, const char *said,
    const char *codes)
{
	char got[1024];
	int fd = inlet_connect(inlet);

	inlet_send(inlet, fd, slice_of(said));
	assert_case(name, inlet_codes(fd, got), codes);
	close(fd);
	inlet_settle(inlet);
}

/* The newest archived message. */
static inline int64_t
inlet_last(const struct inlet *inlet, struct arena *arena,
    struct envelope *envelope, struct slice *raw)
{
	struct archive *archive;
	int64_t id;

	inlet_ok(archive_open(&archive, inlet->archive_path, DB_READ, why));
	inlet_ok(archive_last(archive, &id, why));
	if (id > 0)
		inlet_ok(archive_read(archive, id, arena, envelope, raw, why));
	archive_close(archive);
	return id;
}

static inline int64_t
inlet_last_id(const struct inlet *inlet)
{
	struct arena arena = ARENA_INIT;
	struct envelope envelope;
	struct slice raw;
	int64_t id = inlet_last(inlet, &arena, &envelope, &raw);

	arena_free(&arena);
	return id;
}

#endif
