#include "case.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>

#include "app/grant.h"
#include "base/clock.h"
#include "base/secret.h"

/* A server of tokens: each connection gets the answer that is set. */
static struct {
	int		 listener;
	pthread_t	 thread;
	const char	*answer; /* NULL: it hangs up */
	unsigned	 asked;
} server;

static struct fail why = FAIL_INIT;
static char folder[PATH_MAX], url[100];
static struct conf conf;
static struct conf_oauth account;
static struct grant *grant;
static const char *token;

#define OK(words) "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{" words "}"
#define TOKEN(name) OK("\"token_type\":\"Bearer\",\"expires_in\":3600," \
	"\"access_token\":\"" name "\"")
#define REFUSED "HTTP/1.1 400 no\r\nConnection: close\r\n\r\n" \
	"{\"error\":\"invalid_grant\"}"
#define NOW INT64_C(1795550000)

static void *
serve(void *unused)
{
	char request[65536];
	size_t len;
	ssize_t got;
	int fd;

	while ((fd = accept(server.listener, NULL, NULL)) >= 0) {
		for (len = 0; len < sizeof(request) - 1; len += (size_t)got) {
			request[len] = '\0';
			if (strstr(request, "refresh_token=") != NULL)
				break;
			got = read(fd, request + len,
			    sizeof(request) - 1 - len);
			if (got <= 0)
				break;
		}
		server.asked++;
		if (server.answer != NULL)
			(void)!write(fd, server.answer,
			    strlen(server.answer));
		close(fd);
	}
	return unused;
}

static int
open_all(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);

	(void)state;
	secret_init();
	server.asked = 0;
	server.answer = TOKEN("a1");
	server.listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(server.listener, (struct sockaddr *)&address,
	    size), 0);
	assert_int_equal(listen(server.listener, 5), 0);
	getsockname(server.listener, (struct sockaddr *)&address, &size);
	assert_int_equal(pthread_create(&server.thread, NULL, serve, NULL),
	    0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/t",
	    ntohs(address.sin_port));
	account = (struct conf_oauth){ .name = "o", .client_id = "c",
		.client_secret_file = "", .scope = "", .token_url = url,
		.device_url = "", .ca_file = "", .timeout = 5 };
	conf = (struct conf){ .state_dir = case_folder(folder),
		.oauth = &account, .oauth_count = 1 };
	clock_set(NOW);
	assert_int_equal(grant_open(&grant, &conf, "o", NULL, &why), 0);
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	grant_close(grant);
	shutdown(server.listener, SHUT_RDWR);
	pthread_join(server.thread, NULL);
	close(server.listener);
	case_folder_remove(folder);
	clock_set(-1);
	return 0;
}

static void
log_in(void)
{
	assert_int_equal(grant_adopt(grant, SLICE("r1"), &why), 0);
	assert_int_equal(server.asked, 1);
}

/* At a time, what there is, and how often the server was asked by then. */
static void
expect(int64_t at, const char *want, unsigned asked)
{
	clock_set(NOW + at);
	if (want == NULL)
		assert_int_equal(grant_token(grant, &token, &why), -1);
	else if (grant_token(grant, &token, &why) < 0)
		fail_msg("%s", why.text);
	else
		assert_string_equal(token, want);
	assert_int_equal(server.asked, asked);
}

static void
test_grant_without_login(void **state)
{
	(void)state;
	expect(0, NULL, 0);
	assert_int_equal(why.kind, FAIL_SETUP);
}

static void
test_grant_is_renewed_before_its_end(void **state)
{
	(void)state;
	log_in();
	server.answer = TOKEN("a2");
	expect(3299, "a1", 1);
	expect(3301, "a2", 2);
	expect(3302, "a2", 2);
}

/* While the server is away the old token serves, and it is asked seldom. */
static void
test_grant_outlives_trouble(void **state)
{
	(void)state;
	log_in();
	server.answer = NULL;
	expect(3301, "a1", 2);
	expect(3302, "a1", 2);
	expect(3307, "a1", 3);
	expect(3312, "a1", 3);
	expect(3598, NULL, 4);
	assert_int_equal(why.kind, FAIL_RETRY);
	expect(3599, NULL, 4);
	server.answer = TOKEN("a2");
	expect(4000, "a2", 5);
}

static void
test_grant_refused(void **state)
{
	struct arena arena = ARENA_INIT;
	struct token known;

	(void)state;
	log_in();
	server.answer = REFUSED;
	expect(4000, NULL, 2);
	assert_int_equal(why.kind, FAIL_SETUP);
	expect(4059, NULL, 2);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(grant_load(&conf, &account, &arena, &known, &why),
	    1);
	assert_true(known.is_refused);
	assert_int_equal(known.failing_since, NOW + 4000);
	assert_non_null(grant_alarm(&account, &known, &arena));
	/* Twice as long each time, and a person's login ends it. */
	expect(4060, NULL, 3);
	expect(4179, NULL, 3);
	expect(4180, NULL, 4);
	server.answer = TOKEN("a3");
	assert_int_equal(grant_adopt(grant, SLICE("r2"), &why), 0);
	expect(4181, "a3", 5);
	assert_int_equal(grant_load(&conf, &account, &arena, &known, &why),
	    1);
	assert_null(grant_alarm(&account, &known, &arena));
	arena_free(&arena);
}

/* A server of mail did not take it: another one, but not at once again. */
static void
test_grant_doubted(void **state)
{
	(void)state;
	log_in();
	server.answer = TOKEN("a2");
	grant_doubt(grant);
	expect(59, "a1", 1);
	grant_doubt(grant);
	expect(60, "a2", 2);
	grant_doubt(grant);
	expect(61, "a2", 2);
}

/* What a peer has got in the meantime is believed. */
static void
test_grant_of_a_peer(void **state)
{
	struct grant *peer;

	(void)state;
	log_in();
	assert_int_equal(grant_open(&peer, &conf, "o", NULL, &why), 0);
	server.answer = TOKEN("a2");
	clock_set(NOW + 3400);
	assert_int_equal(grant_token(peer, &token, &why), 0);
	assert_string_equal(token, "a2");
	grant_close(peer);
	expect(3400, "a2", 2);
}

/* A token is for the settings that it was had with. */
static void
test_grant_of_other_settings(void **state)
{
	(void)state;
	log_in();
	grant_close(grant);
	account.client_id = "another";
	assert_int_equal(grant_open(&grant, &conf, "o", NULL, &why), 0);
	expect(1, NULL, 1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

/* A disk that takes nothing costs no refresh token. */
static void
test_grant_that_cannot_be_kept(void **state)
{
	char path[PATH_MAX + 20], away[PATH_MAX + 20];

	(void)state;
	log_in();
	snprintf(path, sizeof(path), "%s/oauth/o", folder);
	snprintf(away, sizeof(away), "%s/oauth/p", folder);
	assert_int_equal(rename(path, away), 0);
	expect(4000, NULL, 1);
	assert_int_equal(rename(away, path), 0);
	expect(4001, "a1", 2);
}

int
main(void)
{
#define ROW(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)
	const struct CMUnitTest tests[] = {
		ROW(test_grant_without_login),
		ROW(test_grant_is_renewed_before_its_end),
		ROW(test_grant_outlives_trouble),
		ROW(test_grant_refused),
		ROW(test_grant_doubted),
		ROW(test_grant_of_a_peer),
		ROW(test_grant_of_other_settings),
		ROW(test_grant_that_cannot_be_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
