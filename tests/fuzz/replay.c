/*
 * Runs a fuzz target over files and folders of them, where there is no
 * libFuzzer, and when the known inputs are to be tried alone.
 */
#include <ftw.h>

#include "base/file.h"
#include "fuzz.h"

#define INPUT_MAX ((size_t)64 << 20)

static size_t inputs;

/* A copy of its own size, so that a read past its end is seen. */
static void
run(struct slice in)
{
	char *exact = malloc(in.len > 0 ? in.len : 1);

	if (exact == NULL)
		abort();
	if (in.len > 0)
		memcpy(exact, in.data, in.len);
	LLVMFuzzerTestOneInput((const uint8_t *)exact, in.len);
	free(exact);
	inputs++;
}

static int
run_file(const char *path, const struct stat *info, int kind,
    struct FTW *walk)
{
	struct arena arena = ARENA_INIT;
	struct slice bytes;
	struct fail why;

	(void)info;
	(void)walk;
	if (kind != FTW_F)
		return 0;
	if (file_read(path, INPUT_MAX, &arena, &bytes, &why) < 0) {
		fprintf(stderr, "%s\n", why.text);
		return -1;
	}
	run(bytes);
	arena_free(&arena);
	return 0;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (nftw(argv[i], run_file, 8, FTW_PHYS) != 0)
			return 1;
	run(SLICE_EMPTY);
	printf("%zu inputs\n", inputs);
	return 0;
}
