/* What the prefix of a subject says of a mail. */
#ifndef MAIL_SUBJECT_H
#define MAIL_SUBJECT_H

#include "base/slice.h"

enum subject_prefix {
	SUBJECT_PLAIN,	 /* it has none */
	SUBJECT_REPLY,	 /* "Re:", "AW:" */
	SUBJECT_FORWARD, /* "Fwd:", "WG:", or "(fwd)" at its end */
	SUBJECT_EITHER,	 /* "VS:" means one in Finnish, the other in Danish */
};

/*
 * The first prefix, and the subject without it (and without tags like
 * "[EXTERNAL]" before it): *rest points into subject.
 */
enum subject_prefix mail_subject_prefix(struct slice subject,
    struct slice *rest);

#endif
