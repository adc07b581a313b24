// SPDX-License-Identifier: Apache-2.0
#include "role.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "folders.h"
#include "process.h"

#define SELF       "/proc/self/exe"
#define LAST_KNOWN CAP_CHECKPOINT_RESTORE
/* Above the descriptors that plays name. */
#define TERMINAL 902

extern char **environ;

void role_of_plan(struct role *role, struct plan *plan) {
    *role = (struct role){0};
    role->path = plan_word(plan);
    role->file = plan_word(plan);
    role->comm = plan_word(plan);
    role->argv0 = plan_word(plan);
    role->uid = plan_word(plan);
    role->gid = plan_word(plan);
    role->capabilities = plan_word(plan);
    role->directory = plan_word(plan);
    role->terminal = plan_number(plan);
    role->session = plan_number(plan);
    role->leader = plan_number(plan);
    role->args = plan_words(plan);
    role->env = plan_words(plan);
}

/*
 * The program stays the file of the image that it is: with a link of its own it would be one that the container has
 * written, which rules can tell.
 */
static bool bind_program(const char *path) {
    struct stat info;
    if (!lstat(path, &info) && S_ISLNK(info.st_mode))
        unlink(path);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    if (file >= 0)
        close(file);
    return (file >= 0 || !access(path, F_OK)) && !mount(SELF, path, NULL, MS_BIND, NULL);
}

static bool copy_program(const char *path) {
    unlink(path);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
    bool done = file >= 0 && process_copy_self(file) && !fchmod(file, 0755);
    if (file >= 0)
        close(file);
    return done;
}

bool role_install(struct role *role) {
    size_t made;
    struct stat own, there;
    if (!strcmp(role->file, "memory"))
        return true;
    char *folder = folders_parent(role->path);
    bool has_folder = folders_make(folder, &made);
    free(folder);
    if (!has_folder)
        return fail("make the folder of the program %s", role->path);
    bool upper = !strcmp(role->file, "upper");
    bool is_there = !stat(SELF, &own) && !stat(role->path, &there) && own.st_dev == there.st_dev &&
                    own.st_ino == there.st_ino; // of another process of the play
    if (!is_there && !(upper ? copy_program(role->path) : bind_program(role->path)))
        return fail("make the program %s", role->path);
    return true;
}

/* The kernel takes a process's name from the path that is executed. */
static bool find_path(struct role *role) {
    static char memory[64];
    char *target = role->path;
    if (!strcmp(role->file, "memory")) {
        const char *base = strrchr(role->path, '/');
        int fd = memfd_create(base ? base + 1 : role->path, MFD_CLOEXEC);
        if (fd < 0 || !process_copy_self(fd))
            return fail("copy the program into memory");
        snprintf(memory, sizeof memory, "/proc/self/fd/%d", fd);
        target = memory;
    }
    const char *base = strrchr(target, '/');
    const char *own = strrchr(role->path, '/');
    const char *name = *role->comm ? role->comm : own ? own + 1 : role->path;
    role->executed = target;
    if (!strcmp(base ? base + 1 : target, name))
        return true;
    char folder[] = "/tmp/kguard-play-XXXXXX";
    if (!mkdtemp(folder) || chmod(folder, 0755) || asprintf(&role->executed, "%s/%s", folder, name) < 0 ||
        symlink(target, role->executed))
        return fail("make the link %s", name);
    return true;
}

/* Its controlling terminal. The other end stays open as long as the process: else the kernel would end it. */
static bool open_terminal(void) {
    char path[64];
    int number;
    int locked = 0;
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &locked) || ioctl(master, TIOCGPTN, &number))
        return fail("open a terminal");
    snprintf(path, sizeof path, "/dev/pts/%d", number);
    int terminal = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0))
        return fail("make %s the terminal", path);
    if (dup2(master, TERMINAL) < 0)
        return fail("keep the terminal");
    close(master);
    return true;
}

static bool set_capabilities(uint64_t permitted, uint64_t inheritable) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {
        {(uint32_t)permitted, (uint32_t)permitted, (uint32_t)inheritable},
        {(uint32_t)(permitted >> 32), (uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32)},
    };
    return !syscall(SYS_capset, &header, data);
}

/*
 * The root user's programs have all capabilities of the bounding set, those of other users the ambient ones. Both are
 * set: then the process has them whatever its user is.
 */
static bool limit_capabilities(uint64_t permitted, uint64_t inheritable) {
    for (int i = 0; i <= LAST_KNOWN; i++)
        if (!(permitted >> i & 1) && prctl(PR_CAPBSET_READ, i) == 1 && prctl(PR_CAPBSET_DROP, i))
            return false;
    if (!set_capabilities(permitted, geteuid() ? permitted | inheritable : inheritable))
        return false;
    for (int i = 0; geteuid() && i <= LAST_KNOWN; i++)
        if ((permitted >> i & 1) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0))
            return false;
    return true;
}

/* A user of the image by its name, NAME:NUMBER; by its number if the image has no such user. */
static uid_t find_user(const char *word) {
    const char *colon = strchr(word, ':');
    FILE *known = colon ? fopen("/etc/passwd", "re") : NULL;
    uid_t uid = (uid_t)strtoul(colon ? colon + 1 : word, NULL, 10);
    for (struct passwd *entry; known && (entry = fgetpwent(known));)
        if (!strncmp(entry->pw_name, word, (size_t)(colon - word)) && !entry->pw_name[colon - word])
            uid = entry->pw_uid;
    if (known)
        fclose(known);
    return uid;
}

static bool become_user(const struct role *role) {
    gid_t gid = (gid_t)strtoul(role->gid, NULL, 10);
    uid_t uid = find_user(role->uid);
    if (*role->gid && (setgroups(0, NULL) || setresgid(gid, gid, gid)))
        return fail("become the group %s", role->gid);
    if (*role->uid && *role->capabilities && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
        return fail("keep the capabilities");
    if (*role->uid && setresuid(uid, uid, uid))
        return fail("become the user %s", role->uid);
    unsigned long long permitted, inheritable;
    if (!*role->capabilities)
        return true;
    if (sscanf(role->capabilities, "%llx %llx", &permitted, &inheritable) != 2 ||
        !limit_capabilities(permitted, inheritable))
        return fail("set the capabilities");
    return true;
}

/* The variables of its parent, with its own in place of those of the same name. */
static char **environment(char **own) {
    size_t count = 1;
    for (char **i = own; *i; i++)
        count++;
    for (char **i = environ; *i; i++)
        count++;
    char **all = calloc(count, sizeof *all);
    if (!all)
        die("memory for a process");
    size_t at = 0;
    for (char **i = own; *i; i++)
        all[at++] = *i;
    for (char **i = environ; *i; i++) {
        bool replaced = false;
        for (char **j = own; *j && !replaced; j++) {
            size_t length = (size_t)(strchrnul(*j, '=') - *j) + 1;
            replaced = !strncmp(*i, *j, length);
        }
        if (!replaced)
            all[at++] = *i;
    }
    return all;
}

void role_become(struct role *role) {
    if ((role->session || role->terminal) && getsid(0) != getpid() && setsid() < 0) {
        fail("begin a session");
        return;
    }
    if (role->leader && getpgrp() != getpid() && setpgid(0, 0)) {
        fail("lead a process group");
        return;
    }
    if (*role->directory && chdir(role->directory)) {
        fail("the directory %s", role->directory);
        return;
    }
    if (!find_path(role) || (role->terminal && !open_terminal()) || !become_user(role))
        return;
    size_t count = 2;
    for (char **i = role->args; *i; i++)
        count++;
    char **args = calloc(count, sizeof *args);
    if (!args)
        die("memory for a process");
    args[0] = role->argv0;
    for (size_t i = 0; role->args[i]; i++)
        args[i + 1] = role->args[i];
    execve(role->executed, args, environment(role->env));
    fail("execute %s", role->path);
}
