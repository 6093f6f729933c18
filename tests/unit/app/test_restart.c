#include "case.h"

#include <signal.h>

#include "app/restart.h"
#include "app/role.h"

#define EXIT(code) ((code) << 8) /* as waitpid has them */
#define SIGNAL(number) (number)
#define DUMPED(number) ((number) | 0x80)
#define SECOND INT64_C(1000)
#define HOUR (3600 * SECOND)

/* One end of a role that has ended never before. */
static const struct {
	const char	*name;
	int		 status;
	int64_t		 pause;
	bool		 strikes, halts, is_setup;
	const char	*how;
} firsts[] = {
	{ "a role that ends by itself", EXIT(ROLE_STOPPED), SECOND, false,
	    false, false, "exit 0" },
	{ "a role that failed", EXIT(ROLE_FAILED), SECOND, false, false, false,
	    "exit 1" },
	{ "a person must act: no hurry", EXIT(ROLE_SETUP), 60 * SECOND, false,
	    false, true, "exit 78" },
	{ "the first failed sync", EXIT(ROLE_SYNC), SECOND, false, false,
	    false, "exit 74" },
	{ "SEGV may be a mail's fault", SIGNAL(SIGSEGV), SECOND, true, false,
	    false, "signal SEGV" },
	{ "with a core, too", DUMPED(SIGSEGV), SECOND, true, false, false,
	    "signal SEGV" },
	{ "BUS", SIGNAL(SIGBUS), SECOND, true, false, false, "signal BUS" },
	{ "ILL", SIGNAL(SIGILL), SECOND, true, false, false, "signal ILL" },
	{ "FPE", SIGNAL(SIGFPE), SECOND, true, false, false, "signal FPE" },
	{ "ABRT", SIGNAL(SIGABRT), SECOND, true, false, false,
	    "signal ABRT" },
	{ "SYS", SIGNAL(SIGSYS), SECOND, true, false, false, "signal SYS" },
	{ "too much time", SIGNAL(SIGXCPU), SECOND, true, false, false,
	    "signal XCPU" },
	{ "KILL is somebody's doing", SIGNAL(SIGKILL), SECOND, false, false,
	    false, "signal KILL" },
	{ "TERM", SIGNAL(SIGTERM), SECOND, false, false, false,
	    "signal TERM" },
	{ "an exit code like a signal's number", EXIT(SIGSEGV), SECOND, false,
	    false, false, "exit 11" },
};

static void
test_restart_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(firsts); i++) {
		struct restart		restart = { 0 };
		struct restart_verdict	got = restart_decide(&restart,
		    firsts[i].status, 0, 5 * HOUR);

		assert_case_int(firsts[i].name, got.pause, firsts[i].pause);
		assert_case_int(firsts[i].name,
		    restart_is_own_death(firsts[i].status),
		    firsts[i].strikes);
		assert_case_int(firsts[i].name, got.halts, firsts[i].halts);
		assert_case_int(firsts[i].name, got.is_setup,
		    firsts[i].is_setup);
		assert_case(firsts[i].name, restart_how(firsts[i].status),
		    firsts[i].how);
	}
}

/* The pauses double, and are short again for a role that was up. */
static void
test_restart_pauses(void **state)
{
	static const struct {
		int64_t up, want;
	} ends[] = {
		{ 0, 1 }, { 0, 2 }, { 5, 4 }, { 59, 8 }, { 0, 16 }, { 0, 32 },
		{ 0, 60 }, { 0, 60 }, { 60, 1 }, { 0, 2 }, { 3600, 1 },
	};
	struct restart restart = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		assert_int_equal(restart_decide(&restart, SIGNAL(SIGKILL),
		    ends[i].up * SECOND, HOUR).pause, ends[i].want * SECOND);
}

static void
test_restart_syncs(void **state)
{
	struct restart restart = { 0 };

	(void)state;
	assert_false(restart.check);
	assert_false(restart_decide(&restart, EXIT(ROLE_SYNC), 0, HOUR).halts);
	assert_true(restart.check);
	/* Whatever lies between them, if it is within a day. */
	restart_decide(&restart, SIGNAL(SIGKILL), 2 * HOUR, 3 * HOUR);
	assert_true(restart_decide(&restart, EXIT(ROLE_SYNC), 0,
	    24 * HOUR).halts);
	/* A day later it is a first one. */
	assert_false(restart_decide(&restart, EXIT(ROLE_SYNC), 0,
	    48 * HOUR).halts);
	assert_true(restart_decide(&restart, EXIT(ROLE_SYNC), 0,
	    49 * HOUR).halts);
}

/* The databases are looked over until the role has been up for a while. */
static void
test_restart_check(void **state)
{
	struct restart restart = { 0 };

	(void)state;
	restart_decide(&restart, EXIT(ROLE_SYNC), HOUR, HOUR);
	assert_true(restart.check);
	restart_decide(&restart, EXIT(ROLE_SETUP), SECOND, HOUR);
	assert_true(restart.check);
	restart_decide(&restart, SIGNAL(SIGKILL), 61 * SECOND, HOUR);
	assert_false(restart.check);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_restart_first),
		cmocka_unit_test(test_restart_pauses),
		cmocka_unit_test(test_restart_syncs),
		cmocka_unit_test(test_restart_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
