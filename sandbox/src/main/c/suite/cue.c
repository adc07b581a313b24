// SPDX-License-Identifier: Apache-2.0
#include "cue.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "folders.h"
#include "network.h"
#include "value.h"

/* Its folder is there, and with `open_to_all` everybody may use it. */
static bool has_folder(const char *path, bool open_to_all) {
    size_t made;
    char *folder = folders_parent(path);
    bool done = folders_make(folder, &made) && (!open_to_all || !chmod(folder, 01777));
    free(folder);
    return done || fail("make the folder of %s", path);
}

static bool file(const char *path, bool open_to_all) {
    struct stat info;
    if (!has_folder(path, false))
        return false;
    if (lstat(path, &info)) {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        bool done = fd >= 0 && write(fd, "made for a play\n", 16) == 16;
        if (fd >= 0)
            close(fd);
        if (!done)
            return fail("make the file %s", path);
    }
    return !open_to_all || !chmod(path, 0666) || fail("open the file %s to all", path);
}

/* A name that a process is going to make is free, and its folder is there. */
static bool absent(const char *path, bool open_to_all) {
    if (!has_folder(path, open_to_all))
        return false;
    if (!unlink(path) || errno == ENOENT || (errno == EISDIR && !rmdir(path)))
        return true;
    return fail("remove %s", path);
}

static bool folder(const char *path) {
    size_t made;
    return folders_make(path, &made) || fail("make the folder %s", path);
}

static bool address(const char *digits) {
    size_t length;
    void *bytes = value_bytes(digits, &length);
    bool done = network_add(bytes, length);
    free(bytes);
    return done;
}

static int bound(int type, const char *digits, bool reuse) {
    size_t length;
    int one = 1;
    struct sockaddr *address = value_bytes(digits, &length);
    int fd = socket(address->sa_family, type | SOCK_CLOEXEC, 0);
    bool done = fd >= 0 && (!reuse || !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)) &&
                !bind(fd, address, (socklen_t)length);
    free(address);
    return done ? fd : -1;
}

static int type_of(const char *word) {
    return strcmp(word, "stream") ? SOCK_DGRAM : SOCK_STREAM;
}

/* A server, which need not answer: the kernel takes what arrives. */
static bool serve(const char *type, const char *digits) {
    int fd = bound(type_of(type), digits, true);
    return (fd >= 0 && (type_of(type) != SOCK_STREAM || !listen(fd, SOMAXCONN))) || fail("serve an address");
}

/* A client that a process accepts, or whose message it receives. */
static bool dial(const char *type, const char *from, const char *to) {
    size_t length;
    struct sockaddr *address = value_bytes(to, &length);
    int fd = bound(type_of(type), from, true);
    bool done = fd >= 0 && !connect(fd, address, (socklen_t)length) && send(fd, "played\n", 7, MSG_NOSIGNAL) == 7;
    free(address);
    return done || fail("connect to a process of the play");
}

bool cue_run(const char *name, char **words) {
    size_t count = 0;
    while (words[count])
        count++;
    bool open_to_all = count > 1 && !strcmp(words[1], "all");
    if (!strcmp(name, ".file") && count)
        return file(words[0], open_to_all);
    if (!strcmp(name, ".absent") && count)
        return absent(words[0], open_to_all);
    if (!strcmp(name, ".folder") && count)
        return folder(words[0]);
    if (!strcmp(name, ".address") && count)
        return address(words[0]);
    if (!strcmp(name, ".serve") && count == 2)
        return serve(words[0], words[1]);
    if (!strcmp(name, ".dial") && count == 3)
        return dial(words[0], words[1], words[2]);
    errno = 0;
    return fail("the plan has the unknown step %s", name);
}
