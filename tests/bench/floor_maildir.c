/*
 * The floor that the desk is measured against: mails saved as files that
 * survive a power cut.  Write, fsync, rename, fsync of the folder, for each.
 */
#include "bench.h"

struct maildir {
	int	tmp;
	int	new;
};

static int
open_folder(const char *dir, const char *name)
{
	char	path[4096];
	int	fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (mkdir(path, 0700) < 0)
		err(1, "%s", path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static void
save(const struct maildir *maildir, const struct bench_mail *mail, long number)
{
	char	name[64];
	int	fd;

	snprintf(name, sizeof(name), "%010ld.M%ldP1.desk", number, number);
	fd = openat(maildir->tmp, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600);
	if (fd < 0 ||
	    write(fd, mail->data, mail->len) != (ssize_t)mail->len ||
	    fsync(fd) < 0 || close(fd) < 0 ||
	    renameat(maildir->tmp, name, maildir->new, name) < 0 ||
	    fsync(maildir->new) < 0)
		err(1, "%s", name);
}

int
main(int argc, char **argv)
{
	struct bench_mail	*mails;
	struct maildir		 maildir;
	struct rusage		 before, after;
	double			 started, seconds;
	long			 count;

	if (argc != 4)
		errx(2, "usage: floor_maildir NEW-DIR COUNT MIX");
	count = bench_number(argv[2], "COUNT");
	mails = bench_load(argv[3], 1, count);
	if (mkdir(argv[1], 0700) < 0)
		err(1, "%s", argv[1]);
	maildir.tmp = open_folder(argv[1], "tmp");
	maildir.new = open_folder(argv[1], "new");

	getrusage(RUSAGE_SELF, &before);
	started = bench_now();
	for (long i = 0; i < count; i++)
		save(&maildir, &mails[i], i);
	seconds = bench_now() - started;
	getrusage(RUSAGE_SELF, &after);
	printf("{\"messages\": %ld, \"seconds\": %.6f, \"cpu\": %.6f}\n", count,
	    seconds, bench_cpu(&after) - bench_cpu(&before));
	return 0;
}
