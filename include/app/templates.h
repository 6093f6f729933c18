/*
 * Letters in a site's own words: state.templates/LANGUAGE/EVENT, as
 * desk/template.h says, instead of the carried ones or beside them.
 */
#ifndef APP_TEMPLATES_H
#define APP_TEMPLATES_H

#include "desk/template.h"
#include "port/conf.h"

/* One text, and all of them. */
#define TEMPLATE_FILE_MAX ((size_t)64 << 10)
#define TEMPLATE_FILES_MAX ((size_t)2000)

/*
 * The folder's texts, in the arena; none when there is no folder.  All that are
 * good are in *out whatever it returns.  -1, FAIL_SETUP: one is not, and where:
 *
 *	template /var/lib/maildesk/templates/de/note:4: {{nmae}} is no name
 *	we know
 */
int templates_load(const char *folder, struct arena *arena,
    struct template_set *out, struct fail *why);
/*
 * Likewise of one language's folder, whose texts are added to *out.  With `each`
 * every file is told of, good or (*why) not.
 */
int templates_load_language(const char *folder, struct slice language,
    struct arena *arena, struct template_set *out,
    void (*each)(const char *path, const struct fail *bad, void *data),
    void *data, struct fail *why);

/*
 * Everything that letters need: the carried texts, the site's, and that
 * desk.language is one of theirs.  FAIL_SETUP.
 */
int templates_check(const struct conf *conf, struct fail *why);

#endif
