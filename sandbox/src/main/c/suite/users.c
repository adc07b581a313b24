// SPDX-License-Identifier: Apache-2.0
#include "users.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "fail.h"

#define FIRST_NEW 2000

static bool append(const char *file, const char *format, const char *name, uid_t id) {
    FILE *out = fopen(file, "ae");
    if (!out)
        return fail("open %s", file);
    bool written = fprintf(out, format, name, id, id) > 0;
    return !fclose(out) && written ? true : fail("write %s", file);
}

bool users_find(const char *name, uid_t *uid, gid_t *gid) {
    uid_t fresh = FIRST_NEW;
    FILE *known = fopen("/etc/passwd", "re");
    for (struct passwd *entry; known && (entry = fgetpwent(known));) {
        if (!strcmp(entry->pw_name, name)) {
            *uid = entry->pw_uid;
            *gid = entry->pw_gid;
            fclose(known);
            return true;
        }
        if (entry->pw_uid >= fresh && entry->pw_uid < 60000)
            fresh = entry->pw_uid + 1;
    }
    if (known)
        fclose(known);
    *uid = fresh;
    *gid = fresh;
    return append("/etc/passwd", "%s:x:%u:%u::/nonexistent:/bin/sh\n", name, fresh) &&
           append("/etc/group", "%s:x:%u:\n", name, fresh);
}
