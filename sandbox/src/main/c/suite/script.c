// SPDX-License-Identifier: Apache-2.0
#include "script.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"

/* Descriptors of bash that scripts do not use. */
#define SAID 98
#define GO   99

_Noreturn static void become_bash(char *text, int said, int go) {
    signal(SIGPIPE, SIG_DFL);
    if (dup2(said, SAID) == SAID && dup2(go, GO) == GO)
        execl("/bin/bash", "bash", "-c", text, NULL);
    fail("execute bash");
    _exit(127);
}

static bool ended_well(struct script *script, const char *which) {
    int status;
    if (waitpid(script->pid, &status, 0) != script->pid)
        return fail("wait for bash");
    script->pid = 0;
    errno = 0;
    if (!WIFEXITED(status))
        return fail("signal %d ended the script \"%s\"", WTERMSIG(status), which);
    return !WEXITSTATUS(status) || fail("the script \"%s\" ended with exit status %d", which, WEXITSTATUS(status));
}

bool script_before(struct script *script, const char *before, const char *after) {
    *script = (struct script){.go = -1};
    if (!*before && !*after)
        return true;
    char *text;
    char answer;
    int said[2], go[2];
    /* the second script's own status counts, and not that of the read */
    if (asprintf(&text, "%s\nprintf . >&%d; exec %d>&-; read -r _ <&%d; exec %d<&-; true\n%s", before, SAID, SAID, GO,
                 GO, after) < 0 ||
        pipe2(said, O_CLOEXEC) || pipe2(go, O_CLOEXEC))
        return fail("start bash");
    script->pid = fork();
    if (!script->pid)
        become_bash(text, said[1], go[0]);
    free(text);
    close(said[1]);
    close(go[0]);
    script->go = go[1];
    bool done = read(said[0], &answer, 1) == 1;
    close(said[0]);
    if (done)
        return script->pid > 0 || fail("fork");
    if (ended_well(script, "before")) {
        errno = 0;
        fail("the script \"before\" ended bash");
    }
    return false;
}

bool script_after(struct script *script) {
    if (script->go >= 0)
        close(script->go);
    return script->pid <= 0 || ended_well(script, "after");
}
