// SPDX-License-Identifier: Apache-2.0
/* Calls whose events lack a part. */

#include "calls.h"

#include <sys/mman.h>

/* The memory was never touched, and a write to /dev/null does not read it. */
static void absent_page(void) {
    int nowhere = open("/dev/null", O_WRONLY);
    char *untouched = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long r = call(SYS_write, nowhere, untouched, 4096);
    expect("write res=%ld data=<> fd=%d size=4096", r, nowhere);
}

static void long_string(void) {
    static char name[6000];
    memset(name, 'n', sizeof(name) - 1);
    long r = call(SYS_memfd_create, name, 0);
    name[4095] = 0;
    expect("memfd_create fd=%ld name=%s flags=0", r, quoted(name));
}

static void deep_directory(void) {
    for (int i = 0; i < 80; i++) {
        mkdir("d", 0700);
        chdir("d");
    }
    char *const arguments[] = {"true", NULL};
    long child = fork();
    if (child == 0) {
        execv("/bin/true", arguments);
        _exit(1);
    }
    waitpid((pid_t)child, NULL, 0);
    expect("chdir res=0 path=\"d\"");
}

const struct test_case loss_cases[] = {
    {"absent-page", absent_page},
    {"long-string", long_string},
    {"deep-directory", deep_directory},
    {0},
};
