// SPDX-License-Identifier: Apache-2.0
#include "sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/memfd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arguments.h"
#include "descriptor.h"
#include "report.h"

/* The JVM names it, and the link leads to it. */
#define SEALED_FD 9
#define LINK      "/proc/self/fd/9"
/* As runc names its own copies, so that rules that know those know this one. */
#define NAME "runc_cloned:/proc/self/exe"
/* runc compares them: it takes no copy that has others. */
#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
/* The kernel waits for itself each time. */
#define ATTEMPTS 20

static const char *path;
/*
 * A socket with the copy in it. As a descriptor the copy would be in the sensor's table of the shim, which what the
 * shim starts would seem to inherit.
 */
static int store = -1;

/* A kernel before 6.3 does not know that a copy may be executed, because there each one may. */
static int new_copy(void) {
    int copy = memfd_create(NAME, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    return copy < 0 && errno == EINVAL ? memfd_create(NAME, MFD_CLOEXEC | MFD_ALLOW_SEALING) : copy;
}

static bool fill(int copy, int file) {
    struct stat info;
    if (fstat(file, &info))
        return false;
    for (off_t done = 0; done < info.st_size;)
        if (sendfile(copy, file, &done, (size_t)(info.st_size - done)) <= 0)
            return false;
    return true;
}

static bool seal(int copy) {
    for (int i = 0; i < ATTEMPTS; i++) {
        if (!fcntl(copy, F_ADD_SEALS, SEALS))
            return true;
        if (errno != EBUSY)
            return false;
    }
    return false;
}

int sealed_main(char *argv[]) {
    int file = argv[2] ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        die("%s", argv[2] ? argv[2] : "usage: seal FILE");
    int copy = new_copy();
    /* If there can be no copy, runc makes its own. */
    bool sealed = copy >= 0 && fill(copy, file) && seal(copy);
    if (dup2(sealed ? copy : file, SEALED_FD) < 0)
        die("hold %s", argv[2]);
    report_ready();
    char ignored[64];
    while (read(0, ignored, sizeof ignored) > 0)
        ;
    return 0;
}

void sealed_open(int argc, char *argv[]) {
    const char *held = argument(argc, argv, "-sealed");
    if (!held)
        return;
    int copy = open(held, O_RDONLY | O_CLOEXEC);
    int pair[2];
    if (copy < 0 || socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) || descriptor_send(pair[1], copy))
        die("open the program %s", held);
    close(copy);
    close(pair[1]);
    store = pair[0];
}

void sealed_attach(int argc, char *argv[]) {
    const char *place = argument(argc, argv, "-sealed-as");
    if (!place)
        return;
    char *copy = strdup(place);
    /* Another container's shim may have made both. */
    if (!copy || (mkdir(dirname(copy), 0755) && errno != EEXIST) || (symlink(LINK, place) && errno != EEXIST))
        die("make the link %s", place);
    free(copy);
    path = place;
}

const char *sealed_path(const char *program) {
    if (!path)
        return program;
    int copy = descriptor_peek(store);
    bool placed = copy == SEALED_FD || (copy >= 0 && dup3(copy, SEALED_FD, O_CLOEXEC) == SEALED_FD);
    return placed ? path : program;
}
