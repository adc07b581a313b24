// SPDX-License-Identifier: Apache-2.0
/*
 * Runs one case of the system-call conformance suite: calls --list | calls CASE DIRECTORY, then a line on stdin.
 * Or starts a shell that is born into a cgroup: calls --into CGROUP COMMAND
 * Or one in a cgroup, under the ids of a container: calls --shifted CGROUP COMMAND
 * Or hands a descriptor to whoever connects to a socket: calls --serve PATH
 */

#include "calls.h"

#include <linux/sched.h>

char directory[4096];

static char expectations[1 << 18];
static size_t used;

static const struct test_case *const groups[] = {file_cases,   descriptor_cases, socket_cases, process_cases,
                                                 other_cases,  loss_cases,       blind_cases,  foreign_cases,
                                                 change_cases, late_cases};

int waiting_in(pid_t pid) {
    char path[64];
    char state[512] = {0};
    sprintf(path, "/proc/%d/syscall", pid);
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, state, sizeof(state) - 1);
    close(fd);
    return n > 0 && state[0] >= '0' && state[0] <= '9' ? atoi(state) : -1;
}

void expect(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    used += (size_t)vsnprintf(expectations + used, sizeof(expectations) - used, format, arguments);
    va_end(arguments);
    if (used + 1 >= sizeof(expectations)) {
        _exit(99);
    }
    expectations[used++] = '\n';
}

long result(long value) {
    return value == -1 ? -errno : value;
}

static char *next_buffer(void) {
    static char buffers[64][20000];
    static int next;
    return buffers[next++ % 64];
}

const char *quoted(const char *text) {
    char *buffer = next_buffer();
    char *to = buffer;
    *to++ = '"';
    for (; *text; text++) {
        if (*text > ' ' && *text < 127 && *text != '"' && *text != '\\') {
            *to++ = *text;
        } else {
            to += sprintf(to, "\\x%02x", (unsigned char)*text);
        }
    }
    *to++ = '"';
    *to = 0;
    return buffer;
}

const char *hex(const void *bytes, size_t size) {
    char *buffer = next_buffer();
    char *to = buffer;
    *to++ = '[';
    for (size_t i = 0; i < size; i++) {
        to += sprintf(to, "%02x", ((const unsigned char *)bytes)[i]);
    }
    *to++ = ']';
    *to = 0;
    return buffer;
}

static int status_of_child(long child) {
    int status = 94 << 8;
    if (child > 0) {
        waitpid((pid_t)child, &status, 0);
    }
    return WEXITSTATUS(status);
}

/* As newer runtimes start containers: the child is in the cgroup from its start. */
static int start_into(const char *cgroup, const char *command) {
    int fd = open(cgroup, O_RDONLY | O_DIRECTORY);
    struct clone_args arguments = {
        .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (unsigned long long)fd};
    long child = fd < 0 ? -1 : syscall(SYS_clone3, &arguments, sizeof(arguments));
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, NULL);
        _exit(95);
    }
    return status_of_child(child);
}

static void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) {
        perror(path);
        _exit(93);
    }
    close(fd);
}

static long clone_with(unsigned long long flags) {
    struct clone_args arguments = {.flags = flags, .exit_signal = SIGCHLD};
    return syscall(SYS_clone3, &arguments, sizeof(arguments));
}

/* Root is the first id of the sixth jail's range. */
#define SHIFTED_MAP "0 1078984704 1048576\n1048576 2148532224 1072693248"

/* As containers are started: ids are shifted, and the shell is two pid namespaces below the machine's. First it
 * enters the cgroup. */
static int start_shifted(const char *cgroup, const char *command) {
    int entry = open(cgroup, O_WRONLY | O_CLOEXEC);
    int mapped[2];
    char path[64];
    char go;
    if (entry < 0 || pipe(mapped)) {
        perror(cgroup);
        return 92;
    }
    long child = clone_with(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS);
    if (child == 0) {
        if (read(mapped[0], &go, 1) != 1 || setgid(0) || setuid(0)) {
            _exit(91);
        }
        child = clone_with(CLONE_NEWPID | CLONE_NEWNS);
        if (child == 0) {
            if (write(entry, "0", 1) != 1) {
                _exit(90);
            }
            execl("/bin/sh", "sh", "-c", command, NULL);
            _exit(95);
        }
        _exit(status_of_child(child));
    }
    sprintf(path, "/proc/%ld/uid_map", child);
    write_file(path, SHIFTED_MAP);
    sprintf(path, "/proc/%ld/gid_map", child);
    write_file(path, SHIFTED_MAP);
    if (write(mapped[1], "g", 1) != 1) {
        return 89;
    }
    return status_of_child(child);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--serve") == 0) {
        return serve_descriptor(argv[2]);
    }
    if (argc == 4 && strcmp(argv[1], "--shifted") == 0) {
        return start_shifted(argv[2], argv[3]);
    }
    if (argc == 4 && strcmp(argv[1], "--into") == 0) {
        return start_into(argv[2], argv[3]);
    }

    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
        for (const struct test_case *it = groups[g]; it->name; it++) {
            if (argc == 2 && strcmp(argv[1], "--list") == 0) {
                if (groups[g] != loss_cases && groups[g] != blind_cases && groups[g] != change_cases &&
                    groups[g] != late_cases) {
                    puts(it->name);
                }
            } else if (argc == 3 && strcmp(argv[1], it->name) == 0) {
                char go;
                alarm(20); /* a case that gets stuck fails */
                snprintf(directory, sizeof(directory), "%s", argv[2]);
                if (chdir(directory) || read(0, &go, 1) != 1) {
                    return 98;
                }
                it->run();
                size_t written = 0;
                while (written < used) {
                    ssize_t n = write(1, expectations + written, used - written);
                    if (n < 0) {
                        return 97;
                    }
                    written += (size_t)n;
                }
                return 0;
            }
        }
    }
    return argc == 2 ? 0 : 96;
}
