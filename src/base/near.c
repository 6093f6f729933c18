/* The distance of two words, after Damerau and Levenshtein. */
#include "base/near.h"

#include "base/ascii.h"

static size_t
least(size_t a, size_t b, size_t c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

size_t
near_distance(struct slice a, struct slice b)
{
	size_t cost[NEAR_WORD_MAX + 1][NEAR_WORD_MAX + 1];

	if (a.len > NEAR_WORD_MAX || b.len > NEAR_WORD_MAX)
		return NEAR_FAR;
	for (size_t i = 0; i <= a.len; i++)
		cost[i][0] = i;
	for (size_t j = 0; j <= b.len; j++)
		cost[0][j] = j;
	for (size_t i = 1; i <= a.len; i++)
		for (size_t j = 1; j <= b.len; j++) {
			char x = ascii_lower(a.data[i - 1]);
			char y = ascii_lower(b.data[j - 1]);

			cost[i][j] = least(cost[i - 1][j] + 1,
			    cost[i][j - 1] + 1,
			    cost[i - 1][j - 1] + (x == y ? 0 : 1));
			if (i > 1 && j > 1 &&
			    x == ascii_lower(b.data[j - 2]) &&
			    y == ascii_lower(a.data[i - 2]))
				cost[i][j] = least(cost[i][j],
				    cost[i - 2][j - 2] + 1, cost[i][j]);
		}
	return cost[a.len][b.len];
}
