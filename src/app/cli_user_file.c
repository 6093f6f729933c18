/* maildesk user file add, list, save, remove: files beside a user. */
#include "app/cli_commands.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "app/cli_user_file.h"
#include "app/cli_when.h"
#include "base/encode.h"
#include "base/file.h"
#include "mail/file_name.h"
#include "store/person_files.h"

#define PIECE ((size_t)64 << 10)

/* A file on its way in: read twice, so that no more than a piece is held. */
struct adding {
	struct person person;
	struct person_file file;
	const char *path;
	int fd;
	unsigned char digest[SECRET_DIGEST_SIZE];
	int got; /* 0: they have it already */
};

/* One pass: the digest of what is there now, and a copy of it if asked for. */
static int
read_pieces(struct adding *adding, struct db_blob *to,
    unsigned char digest[SECRET_DIGEST_SIZE], struct fail *why)
{
	struct secret_hash hash;
	int64_t done = 0;
	char piece[PIECE];
	ssize_t got;

	secret_hash_begin(&hash);
	while ((got = pread(adding->fd, piece, sizeof(piece), done)) != 0) {
		struct slice bytes = slice_make(piece, (size_t)got);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_sys(why, FAIL_SETUP, "cannot read %s",
			    adding->path);
		if (done + got > adding->file.octets)
			break;
		if (to != NULL && db_blob_write(to, done, bytes, why) < 0)
			return -1;
		secret_hash_add(&hash, bytes);
		done += got;
	}
	secret_hash_end(&hash, digest);
	return done == adding->file.octets && got == 0 ? 0
	    : fail_set(why, FAIL_RETRY, "%s changes while it is read: try"
		" again", adding->path);
}

static int
open_file(struct cli *cli, struct adding *adding, struct fail *why)
{
	struct stat info;

	adding->fd = open(adding->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (adding->fd < 0 || fstat(adding->fd, &info) < 0)
		return fail_sys(why, FAIL_SETUP, "cannot read %s",
		    adding->path);
	if (!S_ISREG(info.st_mode))
		return fail_set(why, FAIL_REFUSE, "%s is no file",
		    adding->path);
	if (info.st_size > cli->conf.max_message)
		return fail_set(why, FAIL_REFUSE, "%s has %lld octets: more"
		    " than limits.max_message allows a mail, or a file",
		    adding->path, (long long)info.st_size);
	adding->file.octets = info.st_size;
	return read_pieces(adding, NULL, adding->digest, why);
}

static void
name_file(struct cli *cli, struct adding *adding)
{
	struct slice given = cli_option_slice(cli, "--name");

	adding->file.name = file_name_clean(given.len > 0 ? given
	    : slice_of(adding->path), &cli->arena);
	if (adding->file.name.len == 0)
		adding->file.name = SLICE("file");
	adding->file.type = file_name_type(adding->file.name);
}

/* What was digested must be what is copied. */
static int
copy_bytes(struct adding *adding, struct db_blob *blob, struct fail *why)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	int rc = read_pieces(adding, blob, digest, why);

	db_blob_close(blob);
	if (rc == 0 && !secret_equal(digest, adding->digest, sizeof(digest)))
		rc = fail_set(why, FAIL_RETRY, "%s changes while it is read:"
		    " try again", adding->path);
	return rc;
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct adding *adding = data;
	struct db_blob *blob;
	int got;

	if (cli_find_living(cli, cli_argument(cli, 0), &adding->person,
		why) < 0)
		return -1;
	got = person_files_room(cli->desk.db, adding->person.id,
	    adding->digest, adding->file.octets, &adding->file.blob_id, &blob,
	    why);
	if (got < 0 || (got == 0 && copy_bytes(adding, blob, why) < 0))
		return -1;
	adding->file.person_id = adding->person.id;
	adding->file.author_id = cli->actor.id;
	adding->file.at = cli->now;
	adding->got = person_files_add(cli->desk.db, &adding->file, why);
	if (adding->got <= 0)
		return adding->got;
	return cli_change_log(cli, "person", adding->person.id, "file",
	    SLICE_EMPTY, adding->file.name, why);
}

static void
print_done(struct cli *cli, int64_t person, const struct person_file *file,
    const char *what)
{
	struct json *json;

	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", person);
		json_add_id(json, "file", file->id);
		json_add_text(json, "name", file->name);
		cli_print_json(cli, json);
		return;
	}
	cli_print_line(cli, arena_format(&cli->arena, "user %lld: %.*s %s",
	    (long long)person, SLICE_ARG(file->name), what));
}

int
cli_user_file_add(struct cli *cli, struct fail *why)
{
	struct adding adding = { .path = cli->arguments[1], .fd = -1 };
	int rc;

	name_file(cli, &adding);
	rc = open_file(cli, &adding, why);
	if (rc == 0)
		rc = cli_change(cli, add, &adding, why);
	if (adding.fd >= 0)
		close(adding.fd);
	if (rc == 0)
		print_done(cli, adding.person.id, &adding.file, adding.got > 0
		    ? "is kept" : "is there already");
	return rc;
}

static struct slice
hex(struct cli *cli, struct slice digest)
{
	struct text text = TEXT_IN(&cli->arena);

	encode_hex(&text, digest);
	return text_slice(&text);
}

int
cli_user_files_json(struct cli *cli, const struct person_file *files,
    size_t count, struct json *array, struct fail *why)
{
	for (size_t i = 0; i < count; i++) {
		struct json *item = json_append_object(array);

		json_add_int(item, "id", files[i].id);
		json_add_text(item, "name", files[i].name);
		json_add_text(item, "type", files[i].type);
		json_add_int(item, "size", files[i].octets);
		json_add_text(item, "blake2b", hex(cli, files[i].digest));
		json_add_time(item, "at", files[i].at);
		if (cli_person_add_json(cli, item, "author",
			files[i].author_id, why) < 0)
			return -1;
	}
	return 0;
}

int
cli_user_files_print(struct cli *cli, const struct person_file *files,
    size_t count, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("File"), CLI_GIVES("Name"), CLI_RIGHT("Size"),
		CLI_GIVES("By"), CLI_LEFT("When"),
	};
	struct cli_columns columns;
	char size[CLI_WHEN_SIZE];
	struct slice author;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < count; i++) {
		if (cli_person_called(cli, files[i].author_id, &author,
			why) < 0)
			return -1;
		cli_columns_add_format(&columns, "%lld",
		    (long long)files[i].id);
		cli_columns_add(&columns, files[i].name);
		cli_columns_add_format(&columns, "%s",
		    cli_size(files[i].octets, size));
		cli_columns_add(&columns, author);
		cli_columns_add_when(&columns, files[i].at, cli->now);
	}
	cli_columns_print(&columns, cli, "");
	return 0;
}

int
cli_user_file_list(struct cli *cli, struct fail *why)
{
	struct person_file *files;
	struct person person;
	struct json *json;
	size_t count;
	int rc;

	if (cli_find_living(cli, cli_argument(cli, 0), &person, why) < 0 ||
	    person_files_list(cli->desk.db, person.id, &cli->arena, &files,
		&count, why) < 0)
		return -1;
	if (!cli->json && count > 0)
		return cli_user_files_print(cli, files, count, why);
	if (!cli->json) {
		cli_print_line(cli, SLICE("no files"));
		return 0;
	}
	json = json_new_array();
	rc = cli_user_files_json(cli, files, count, json, why);
	if (rc == 0)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}

static int
find_file(struct cli *cli, struct person *person, struct person_file *out,
    struct fail *why)
{
	int64_t id;
	int got;

	if (cli_find_living(cli, cli_argument(cli, 0), person, why) < 0 ||
	    cli_number(cli, 1, &id, why) < 0)
		return -1;
	got = person_files_get(cli->desk.db, person->id, id, &cli->arena, out,
	    why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "user %lld has no file %lld;"
		    " `maildesk user file list %lld` names them",
		    (long long)person->id, (long long)id,
		    (long long)person->id);
	return got < 0 ? -1 : 0;
}

static int
write_pieces(struct cli *cli, const struct person_file *file, int fd,
    const char *path, struct fail *why)
{
	struct db_blob *blob = NULL;
	char piece[PIECE];
	int rc;

	rc = person_files_open(cli->desk.db, file->blob_id, &blob, why);
	for (int64_t at = 0; rc == 0 && at < file->octets;) {
		int64_t left = file->octets - at;
		size_t len = left < (int64_t)PIECE ? (size_t)left : PIECE;

		rc = db_blob_read(blob, at, piece, len, why);
		if (rc == 0 && file_write_all(fd, slice_make(piece, len)) < 0)
			rc = fail_sys(why, FAIL_SETUP, "cannot write %s",
			    path);
		at += (int64_t)len;
	}
	db_blob_close(blob);
	return rc;
}

/* In a folder under its own name; what is there is left alone. */
static const char *
output_path(struct cli *cli, const struct person_file *file)
{
	const char *path = cli->argument_count > 2 ? cli->arguments[2] : ".";
	struct stat info;

	if (stat(path, &info) < 0 || !S_ISDIR(info.st_mode))
		return path;
	return arena_string(&cli->arena, arena_format(&cli->arena, "%s/%.*s",
	    path, SLICE_ARG(file->name)));
}

static int
save(struct cli *cli, const struct person_file *file, const char *path,
    struct fail *why)
{
	int fd = file_new(path, 0600, why);

	return fd < 0 ? -1 : file_new_end(fd, path,
	    write_pieces(cli, file, fd, path, why), why);
}

int
cli_user_file_save(struct cli *cli, struct fail *why)
{
	struct person_file file;
	struct person person;
	const char *path;
	int rc;

	if (db_begin_read(cli->desk.db, why) < 0)
		return -1;
	rc = find_file(cli, &person, &file, why);
	path = rc == 0 ? output_path(cli, &file) : NULL;
	if (rc == 0)
		rc = save(cli, &file, path, why);
	db_end_read(cli->desk.db);
	if (rc == 0)
		print_done(cli, person.id, &file, "is written");
	return rc;
}

static int
drop(struct cli *cli, void *data, struct fail *why)
{
	struct adding *adding = data;

	if (find_file(cli, &adding->person, &adding->file, why) < 0 ||
	    person_files_remove(cli->desk.db, adding->person.id,
		adding->file.id, why) < 0)
		return -1;
	return cli_change_log(cli, "person", adding->person.id, "file",
	    adding->file.name, SLICE_EMPTY, why);
}

int
cli_user_file_remove(struct cli *cli, struct fail *why)
{
	struct adding adding = { .fd = -1 };

	if (cli_change(cli, drop, &adding, why) < 0)
		return -1;
	print_done(cli, adding.person.id, &adding.file, "is gone");
	return 0;
}
