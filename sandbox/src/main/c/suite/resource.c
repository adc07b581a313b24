// SPDX-License-Identifier: Apache-2.0
#include "resource.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "folders.h"
#include "process.h"
#include "registers.h"
#include "value.h"

#define MAX_RESOURCES 200

/* What has to be removed again. */
struct made {
    char *file;
    char *folder;
    size_t folder_made;
    struct process *process;
};

static struct made made[MAX_RESOURCES];
static size_t count;

static struct made *keep(void) {
    if (count == MAX_RESOURCES)
        die("the plan has too many resources");
    return &made[count++];
}

static bool expose(long at, int fd, const char *what) {
    if (fd < 0)
        return fail("%s", what);
    registers_set(at, fd);
    return true;
}

static bool make_file(long at, char *path) {
    struct made *kept = keep();
    struct stat info;
    kept->folder = folders_parent(path);
    if (!folders_make(kept->folder, &kept->folder_made))
        return fail("make the folder %s", kept->folder);
    int flags = O_RDWR;
    if (stat(path, &info)) {
        if (errno != ENOENT)
            return fail("%s", path);
        flags |= O_CREAT;
        kept->file = path;
    }
    return expose(at, open(path, flags, 0), path);
}

static bool make_directory(long at, char *path) {
    struct made *kept = keep();
    kept->folder = path;
    if (!folders_make(path, &kept->folder_made))
        return fail("make the folder %s", path);
    return expose(at, open(path, O_RDONLY | O_DIRECTORY), path);
}

static bool make_pipe(long at) {
    int ends[2];
    if (pipe(ends))
        return fail("pipe");
    registers_set(at, ends[0]);
    registers_set(at + 1, ends[1]);
    return true;
}

static bool make_signalfd(long at) {
    sigset_t none;
    sigemptyset(&none);
    return expose(at, signalfd(-1, &none, 0), "signalfd");
}

static bool make_descriptor(long at, const char *kind, char *name) {
    if (!strcmp(kind, "file"))
        return make_file(at, name);
    if (!strcmp(kind, "directory"))
        return make_directory(at, name);
    if (!strcmp(kind, "pipe"))
        return make_pipe(at);
    if (!strcmp(kind, "event"))
        return expose(at, eventfd(0, 0), "eventfd");
    if (!strcmp(kind, "signalfd"))
        return make_signalfd(at);
    if (!strcmp(kind, "eventpoll"))
        return expose(at, epoll_create1(0), "epoll");
    if (!strcmp(kind, "inotify"))
        return expose(at, inotify_init(), "inotify");
    if (!strcmp(kind, "memfd"))
        return expose(at, memfd_create(name, 0), "memfd");
    errno = 0;
    return fail("the plan has the unknown descriptor %s", kind);
}

static bool make_client_server(long at, int type, const char *digits, char *path) {
    size_t length;
    struct sockaddr *address = value_bytes(digits, &length);
    int server = socket(address->sa_family, type, 0);
    if (server < 0 || bind(server, address, (socklen_t)length))
        return fail("bind the server");
    if (*path)
        keep()->file = path;
    if (type == SOCK_STREAM && listen(server, SOMAXCONN))
        return fail("listen");
    int client = socket(address->sa_family, type, 0);
    if (client < 0)
        return fail("create the client");
    registers_set(at, client);
    registers_set(at + 1, server);
    if (type != SOCK_STREAM)
        return true;
    if (connect(client, address, (socklen_t)length))
        return fail("connect the client");
    return accept(server, NULL, NULL) >= 0 || fail("accept the client");
}

static bool make_process(long at, struct process *process) {
    keep()->process = process;
    if (!process_start_waiting(process))
        return fail("start the process %s", process->name);
    registers_set(at, process->pid);
    return true;
}

bool resource_make(struct plan *plan, bool wanted) {
    char *type = plan_word(plan);
    long at = plan_number(plan);
    if (!strcmp(type, "fd")) {
        char *kind = plan_word(plan);
        char *name = plan_word(plan);
        return !wanted || make_descriptor(at, kind, name);
    }
    if (!strcmp(type, "clientServer")) {
        long stream = plan_number(plan);
        char *digits = plan_word(plan);
        char *path = plan_word(plan);
        return !wanted || make_client_server(at, stream ? SOCK_STREAM : SOCK_DGRAM, digits, path);
    }
    struct process *process = malloc(sizeof *process);
    if (!process)
        die("memory for a process");
    process_of_plan(process, plan);
    return !wanted || make_process(at, process);
}

void resources_remove(void) {
    while (count) {
        struct made *last = &made[--count];
        if (last->process) {
            if (last->process->pid > 0)
                kill(last->process->pid, SIGKILL);
            process_end(last->process);
        }
        if (last->file)
            unlink(last->file);
        if (last->folder)
            folders_remove(last->folder, last->folder_made);
    }
}
