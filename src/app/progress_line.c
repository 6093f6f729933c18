/* The line on a terminal that says how far something long is. */
#include "app/progress_line.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

/* Milliseconds between two looks of the line. */
#define SHOW_EVERY 200
/* Fits any terminal; the line is written over, and so always as long. */
#define WIDTH 60
#define BAR 20
#define WORDS (WIDTH - BAR - 9)

/* "reading every entry     [########            ]  40 %" */
static void
show(const struct progress_line *line, int64_t done, int64_t total)
{
	static const char bar[BAR + 1] = "####################";
	char text[WIDTH + 1];
	double part;

	if (total > 0) {
		part = done < total ? (double)done / (double)total : 1.0;
		snprintf(text, sizeof(text), "%-*.*s [%-*.*s] %3d %%",
		    WORDS, WORDS, line->what, BAR, (int)(part * BAR), bar,
		    (int)(part * 100));
	} else {
		snprintf(text, sizeof(text), "%s", line->what);
	}
	fprintf(stderr, "\r%-*s", WIDTH, text);
}

static void
tell(void *data, int64_t done, int64_t total)
{
	struct progress_line *line = data;
	int64_t now;

	if (!line->is_terminal)
		return;
	now = clock_mono();
	if (now - line->shown_at < SHOW_EVERY)
		return;
	line->shown_at = now;
	show(line, done, total);
}

void
progress_line_init(struct progress_line *line)
{
	*line = (struct progress_line){
		.progress = { tell, line },
		.is_terminal = isatty(STDERR_FILENO) == 1,
	};
}

const struct progress *
progress_line_begin(struct progress_line *line, const char *what)
{
	line->what = what;
	line->shown_at = clock_mono();
	if (line->is_terminal)
		show(line, 0, 0);
	return &line->progress;
}

void
progress_line_end(struct progress_line *line)
{
	if (line->is_terminal)
		fprintf(stderr, "\r%*s\r", WIDTH, "");
}
