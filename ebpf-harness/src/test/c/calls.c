/*
 * Runs one case of the system-call conformance suite: calls --list | calls CASE DIRECTORY, then a line on stdin.
 * Or starts a shell that is born into a cgroup: calls --into CGROUP COMMAND
 */

#include "calls.h"

#include <linux/sched.h>

char directory[4096];

static char expectations[1 << 18];
static size_t used;

static const struct test_case *const groups[] = {file_cases,    descriptor_cases, socket_cases,
                                                 process_cases, other_cases,      loss_cases};

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

/* As newer runtimes start containers: the child is in the cgroup before anybody could move it. */
static int start_into(const char *cgroup, const char *command) {
    int fd = open(cgroup, O_RDONLY | O_DIRECTORY);
    struct clone_args arguments = {
        .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (unsigned long long)fd};
    long child = fd < 0 ? -1 : syscall(SYS_clone3, &arguments, sizeof(arguments));
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, NULL);
        _exit(95);
    }
    int status = 94 << 8;
    if (child > 0) {
        waitpid((pid_t)child, &status, 0);
    }
    return WEXITSTATUS(status);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--into") == 0) {
        return start_into(argv[2], argv[3]);
    }

    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
        for (const struct test_case *it = groups[g]; it->name; it++) {
            if (argc == 2 && strcmp(argv[1], "--list") == 0) {
                if (groups[g] != loss_cases) {
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
