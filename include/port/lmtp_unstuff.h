/*
 * The body of DATA as it was before dot-stuffing, from chunks cut anywhere.
 *
 * Only CRLF . CRLF ends data, and only behind CRLF does a line begin.  A bare
 * LF or CR is data like any other byte, and is kept: LF . LF, LF . CRLF,
 * CR . CR and their kin end nothing, or one mail could smuggle another behind
 * it.
 */
#ifndef PORT_LMTP_UNSTUFF_H
#define PORT_LMTP_UNSTUFF_H

#include "base/slice.h"

struct lmtp_unstuff {
	enum {
		UNSTUFF_LINE_START, /* behind CRLF, and at first */
		UNSTUFF_IN_LINE,
		UNSTUFF_CR,	/* behind a CR that was handed out */
		UNSTUFF_DOT,	/* behind a line's first dot, which was not */
		UNSTUFF_DOT_CR, /* behind that and a CR; neither was */
	} state;
};

#define LMTP_UNSTUFF_INIT { UNSTUFF_LINE_START }

enum lmtp_unstuffed {
	UNSTUFFED_PIECE, /* *piece is body, a part of *in or a constant */
	UNSTUFFED_MORE,	 /* *in is used up */
	UNSTUFFED_END,	 /* the body ended; *in is what came behind */
};

/* Takes what it used off the front of *in. */
enum lmtp_unstuffed lmtp_unstuff(struct lmtp_unstuff *unstuff,
    struct slice *in, struct slice *piece);

#endif
