/* A secret that somebody types, or that comes by standard input. */
#include "app/cli_secret.h"

#include <errno.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/secret.h"

/* Octet by octet: what is behind the line is not ours. */
static int
read_line(char *to, size_t size, struct slice *out, struct fail *why)
{
	size_t len = 0;
	ssize_t got;

	for (;;) {
		char c;

		got = read(STDIN_FILENO, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_sys(why, FAIL_REFUSE, "read");
		if (got == 0 || c == '\n')
			break;
		if (len + 1 >= size)
			return fail_set(why, FAIL_REFUSE,
			    "this is too long for a password");
		to[len++] = c;
	}
	if (len > 0 && to[len - 1] == '\r')
		len--;
	to[len] = '\0';
	*out = slice_make(to, len);
	return len > 0 ? 0
	    : fail_set(why, FAIL_REFUSE, "no password was given");
}

/* The terminal shows again what is typed, whatever came of it. */
static int
ask(const char *what, char *to, size_t size, struct slice *out,
    struct fail *why)
{
	struct termios shown, hidden;
	int rc;

	if (tcgetattr(STDIN_FILENO, &shown) < 0)
		return fail_sys(why, FAIL_REFUSE, "terminal");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	fprintf(stderr, "%s: ", what);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) < 0)
		return fail_sys(why, FAIL_REFUSE, "terminal");
	rc = read_line(to, size, out, why);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return rc;
}

int
cli_secret_read(const char *what, bool is_new, char *to, size_t size,
    struct slice *out, struct fail *why)
{
	char again[BUFSIZ];
	struct slice second;
	int rc;

	if (!isatty(STDIN_FILENO))
		return read_line(to, size, out, why);
	rc = ask(what, to, size, out, why);
	if (rc < 0 || !is_new)
		return rc;
	rc = ask("The same again", again, sizeof(again), &second, why);
	if (rc == 0 && !slice_eq(*out, second))
		rc = fail_set(why, FAIL_REFUSE, "the two are not the same");
	secret_wipe(again, sizeof(again));
	return rc;
}
