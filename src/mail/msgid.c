/* Message-IDs out of the fields that hold them. */
#include "mail/msgid.h"

#include "base/ascii.h"
#include "base/text.h"

/* RFC 5322's line limit: nobody means a longer one, no field may hold it. */
#define ID_MAX 998

/*
 * The ids found so far: the first one stays, the others are a ring of the
 * newest.  The first names the thread's root, the last ones its leaves; what
 * lies between is the least useful.
 */
struct ring {
	struct slice	*items;
	size_t		 max;
	size_t		 seen;
};

static void
ring_add(struct ring *ring, struct slice id)
{
	size_t	at = ring->seen;

	if (at >= ring->max && ring->max > 1)
		at = 1 + (at - 1) % (ring->max - 1);
	if (at < ring->max)
		ring->items[at] = id;
	ring->seen++;
}

/* The ring unrolled, oldest first. */
static void
ring_list(const struct ring *ring, struct arena *arena, struct msgids *out)
{
	size_t	count = ring->seen < ring->max ? ring->seen : ring->max;
	size_t	turn;

	out->items = ring->items;
	out->count = count;
	if (ring->seen <= ring->max || ring->max < 3)
		return;
	turn = (ring->seen - 1) % (ring->max - 1);
	out->items = arena_array(arena, count, sizeof(*out->items));
	out->items[0] = ring->items[0];
	for (size_t i = 1; i < count; i++)
		out->items[i] = ring->items[1 + (i - 1 + turn) % (count - 1)];
}

/*
 * Blanks are cut out, not kept: long ids come folded, and the fold is a blank
 * by now.
 */
static void
add_id(struct ring *ring, struct slice raw, struct arena *arena)
{
	struct text	id = TEXT_IN(arena);

	if (raw.len > 2 * ID_MAX)
		return;
	for (size_t i = 0; i < raw.len; i++)
		if (raw.data[i] != ' ' && !ascii_is_control(raw.data[i]))
			text_add_char(&id, raw.data[i]);
	if (id.len == 0 || id.len > ID_MAX)
		return;
	if (slice_is_utf8(text_slice(&id))) {
		ring_add(ring, text_slice(&id));
		return;
	}
	raw = text_slice(&id);
	id = TEXT_IN(arena);
	text_add_utf8(&id, raw);
	ring_add(ring, text_slice(&id));
}

/* Every <...>; one that never ends, or runs into the next '<', ends there. */
static void
add_bracketed(struct ring *ring, struct slice value, struct arena *arena)
{
	size_t	end;

	for (;;) {
		value = slice_from(value, slice_index(value, '<'));
		if (value.len == 0)
			return;
		value = slice_from(value, 1);
		for (end = 0; end < value.len; end++)
			if (value.data[end] == '>' || value.data[end] == '<')
				break;
		add_id(ring, slice_head(value, end), arena);
		value = slice_from(value, end);
	}
}

static bool
is_edge(char c)
{
	return ascii_is_space(c) || c == ',' || c == ';' || c == '>' ||
	    c == '"' || c == '(' || c == ')';
}

static void
add_words(struct ring *ring, struct slice value, struct arena *arena)
{
	struct slice	word;
	size_t		end;

	while (value.len > 0) {
		if (is_edge(value.data[0])) {
			value = slice_from(value, 1);
			continue;
		}
		for (end = 0; end < value.len && !is_edge(value.data[end]); )
			end++;
		word = slice_head(value, end);
		if (slice_index(word, '@') < word.len)
			add_id(ring, word, arena);
		value = slice_from(value, end);
	}
}

void
msgids_parse(struct slice value, const struct mail_limits *limits,
    struct arena *arena, struct msgids *out, limit_bits *limited)
{
	struct ring	ring = { NULL, limits->max[LIMIT_REFERENCES], 0 };
	size_t		room = value.len / 2 + 1;

	/* An id and what parts it from the next are two octets at least. */
	if (room > ring.max)
		room = ring.max;
	ring.items = arena_array(arena, room, sizeof(*ring.items));
	if (slice_index(value, '<') < value.len)
		add_bracketed(&ring, value, arena);
	else
		add_words(&ring, value, arena);
	if (ring.seen > ring.max)
		*limited |= LIMIT_BIT(LIMIT_REFERENCES);
	ring_list(&ring, arena, out);
}
