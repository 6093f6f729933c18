/* Messages side by side: all take each step before any takes the next. */
#include "port/lmtp_batch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "lmtp_client_steps.h"

struct lmtp_batch {
	struct lmtp_client *clients[LMTP_BATCH_MAX];
};

struct lmtp_batch *
lmtp_batch_new(const char *path, int64_t timeout)
{
	struct lmtp_batch *batch = calloc(1, sizeof(*batch));

	if (batch == NULL)
		log_die("out of memory: clients of the intake");
	for (size_t i = 0; i < LMTP_BATCH_MAX; i++)
		batch->clients[i] = lmtp_client_new(path, timeout);
	return batch;
}

void
lmtp_batch_free(struct lmtp_batch *batch)
{
	if (batch == NULL)
		return;
	for (size_t i = 0; i < LMTP_BATCH_MAX; i++)
		lmtp_client_free(batch->clients[i]);
	free(batch);
}

static int
begin(struct lmtp_client *client, struct lmtp_errand *errand)
{
	return lmtp_client_begin(client, &errand->envelope, &errand->why);
}

static int
give(struct lmtp_client *client, struct lmtp_errand *errand)
{
	return lmtp_client_give(client, errand->raw, &errand->why);
}

static int
finish(struct lmtp_client *client, struct lmtp_errand *errand)
{
	return lmtp_client_finish(client, &errand->why);
}

static int
hear(struct lmtp_client *client, struct lmtp_errand *errand)
{
	return lmtp_client_hear(client, &errand->why);
}

/*
 * The ends of all bodies come one right after the other: what the intake finds
 * when it looks is one group, and one commit.
 */
static int (*const steps[])(struct lmtp_client *, struct lmtp_errand *) = {
	begin, give, finish, hear
};

/*
 * The intake may have closed a connection that waited for long, or may take
 * fewer clients than we are: what one of them could hand over the others'
 * messages can go through, too.
 */
static void
send_again(struct lmtp_batch *batch, struct lmtp_errand *errands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct lmtp_errand *errand = &errands[i];

		if (errand->rc == 0 || errand->why.kind != FAIL_RETRY)
			continue;
		errand->why = (struct fail)FAIL_INIT;
		errand->rc = lmtp_client_send(batch->clients[0],
		    &errand->envelope, errand->raw, &errand->why);
		/* When that does not help it helps nobody. */
		if (errand->rc < 0 && errand->why.kind == FAIL_RETRY)
			return;
	}
}

void
lmtp_batch_send(struct lmtp_batch *batch, struct lmtp_errand *errands,
    size_t count)
{
	assert(count <= LMTP_BATCH_MAX);
	for (size_t i = 0; i < count; i++) {
		errands[i].rc = 0;
		errands[i].why = (struct fail)FAIL_INIT;
	}
	for (size_t step = 0; step < ARRAY_LEN(steps); step++)
		for (size_t i = 0; i < count; i++) {
			if (errands[i].rc < 0)
				continue;
			errands[i].rc = steps[step](batch->clients[i],
			    &errands[i]);
			if (errands[i].rc < 0)
				lmtp_client_hang_up(batch->clients[i]);
		}
	send_again(batch, errands, count);
}
