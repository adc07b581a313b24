// SPDX-License-Identifier: Apache-2.0
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fail.h"
#include "folders.h"
#include "users.h"

#define SELF       "/proc/self/exe"
#define LAST_KNOWN CAP_CHECKPOINT_RESTORE
#define ALL        ((1ull << (LAST_KNOWN + 1)) - 1)

extern char **environ;

void process_of_plan(struct process *process, struct plan *plan) {
    *process = (struct process){.pid = -1, .input = -1};
    process->exe_path = plan_word(plan);
    process->name = plan_word(plan);
    process->argv0 = plan_word(plan);
    process->user = plan_word(plan);
    process->capabilities = plan_word(plan);
    process->in_memory = plan_number(plan);
    process->args = plan_words(plan);
    process->env = plan_words(plan);
}

bool process_copy_self(int to) {
    int from = open(SELF, O_RDONLY | O_CLOEXEC);
    struct stat info;
    bool done = from >= 0 && !fstat(from, &info) && sendfile(to, from, NULL, (size_t)info.st_size) == info.st_size;
    if (from >= 0)
        close(from);
    return done;
}

/* All capabilities are those that the container has: with others in its file a program could not be executed. */
static uint64_t within_bounds(uint64_t set) {
    if (set != ALL)
        return set;
    for (int i = 0; i <= LAST_KNOWN; i++)
        if (prctl(PR_CAPBSET_READ, i) != 1)
            set &= ~(1ull << i);
    return set;
}

static bool set_capabilities(int fd, const char *text) {
    unsigned long long permitted, inheritable, effective;
    if (sscanf(text, "%llx %llx %llx", &permitted, &inheritable, &effective) != 3)
        return false;
    permitted = within_bounds(permitted);
    inheritable = within_bounds(inheritable);
    struct vfs_cap_data data = {
        .magic_etc = VFS_CAP_REVISION_2 | (effective ? VFS_CAP_FLAGS_EFFECTIVE : 0),
        .data = {{(uint32_t)permitted, (uint32_t)inheritable},
                 {(uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32)}},
    };
    return !fsetxattr(fd, "security.capability", &data, sizeof data, 0);
}

/* Set-user-ID and set-group-ID bits are set after the owner, because a change of owner clears them. */
static bool give_to(int fd, const char *user) {
    uid_t uid;
    gid_t gid;
    return users_find(user, &uid, &gid) && !fchown(fd, uid, gid) && !fchmod(fd, 06555);
}

static bool copy(struct process *process) {
    int to = open(process->exe_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
    if (to < 0)
        return fail("create %s", process->exe_path);
    bool done = process_copy_self(to);
    if (done && *process->user)
        done = give_to(to, process->user);
    if (done && *process->capabilities)
        done = set_capabilities(to, process->capabilities);
    if (!done)
        fail("make the executable %s", process->exe_path);
    close(to);
    return done;
}

/* A file of this name is replaced: the container is the test's own. */
static bool make_executable(struct process *process) {
    process->folder = folders_parent(process->exe_path);
    if (!folders_make(process->folder, &process->folder_made))
        return fail("make the folder %s", process->folder);
    unlink(process->exe_path);
    if (*process->user || *process->capabilities)
        return copy(process);
    return !linkat(AT_FDCWD, SELF, AT_FDCWD, process->exe_path, AT_SYMLINK_FOLLOW) || copy(process);
}

/* The kernel takes a process's name from the path that is executed. */
static bool make_link(struct process *process, const char *target) {
    const char *base = strrchr(target, '/');
    if (!strcmp(base ? base + 1 : target, process->name)) {
        process->link = strdup(target);
        return process->link;
    }
    char *folder = strdup("/tmp/kguard-suite-XXXXXX");
    if (!folder || !mkdtemp(folder) || chmod(folder, 0755))
        return fail("make a folder for the process %s", process->name);
    process->link_folder = folder;
    if (asprintf(&process->link, "%s/%s", folder, process->name) < 0 || symlink(target, process->link))
        return fail("make the link %s", process->name);
    return true;
}

static char **together(char *first, char **rest, char **more) {
    size_t count = 2;
    for (char **i = rest; *i; i++)
        count++;
    for (char **i = more; i && *i; i++)
        count++;
    char **all = calloc(count, sizeof *all);
    if (!all)
        die("memory for a process");
    size_t at = 0;
    if (first)
        all[at++] = first;
    for (char **i = rest; *i; i++)
        all[at++] = *i;
    for (char **i = more; i && *i; i++)
        all[at++] = *i;
    return all;
}

_Noreturn static void become(const struct process *process, char **args, char **env, int input) {
    signal(SIGPIPE, SIG_DFL);
    if (dup2(input, STDIN_FILENO) == STDIN_FILENO)
        execve(process->link, args, env);
    fail("execute %s", process->link);
    _exit(127);
}

static bool start(struct process *process, bool waits) {
    int input[2];
    char **args = together(process->argv0, process->args, NULL);
    char **env = together(NULL, process->env, environ);
    if (waits ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) : pipe2(input, O_CLOEXEC))
        return fail("pipe");
    process->pid = fork();
    if (!process->pid)
        become(process, args, env, input[0]);
    close(input[0]);
    free(args);
    free(env);
    process->input = input[1];
    return process->pid > 0 || fail("fork");
}

static bool make_and_start(struct process *process, bool waits) {
    if (!process->in_memory)
        return make_executable(process) && make_link(process, process->exe_path) && start(process, waits);
    char path[64];
    int memory = memfd_create(process->name, MFD_CLOEXEC);
    if (memory < 0 || !process_copy_self(memory))
        return fail("copy the program into memory");
    snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    bool started = make_link(process, path) && start(process, waits);
    close(memory);
    return started;
}

bool process_start(struct process *process) {
    return make_and_start(process, false);
}

bool process_start_waiting(struct process *process) {
    char answer;
    return make_and_start(process, true) && write(process->input, "w", 1) == 1 && read(process->input, &answer, 1) == 1;
}

static void clear(struct process *process) {
    if (process->link_folder) {
        unlink(process->link);
        rmdir(process->link_folder);
    }
    if (process->folder) {
        unlink(process->exe_path);
        folders_remove(process->folder, process->folder_made);
    }
}

int process_end(struct process *process) {
    int status = -1;
    if (process->input >= 0)
        close(process->input);
    if (process->pid > 0 && waitpid(process->pid, &status, 0) != process->pid)
        status = -1;
    clear(process);
    return status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
