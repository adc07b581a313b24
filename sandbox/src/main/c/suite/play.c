// SPDX-License-Identifier: Apache-2.0
#include "play.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/futex.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cue.h"
#include "fail.h"
#include "plan.h"
#include "registers.h"
#include "role.h"
#include "step.h"
#include "value.h"

/* Where every process has the shared memory: above the descriptors that plays name. */
#define SHARED        900
#define MAX_PROCESSES 64
#define MARK          "kguard-play-"
#define BEGINS        MARK "begins"
#define ENDS          MARK "ends"
/* Turns that no action has. */
#define OVER   UINT32_MAX
#define FAILED (UINT32_MAX - 1)
/* How long an action may take. */
#define PATIENCE_SECONDS 10

struct shared {
    _Atomic uint32_t turn; /* the number of the action that is next */
    _Atomic uint32_t begun[MAX_PROCESSES + 1];
    _Atomic uint32_t replaces[MAX_PROCESSES + 1]; /* whether it is what another process has executed */
    _Atomic int pids[MAX_PROCESSES + 1];
    _Atomic uint32_t victim;
    char failure[512];
    size_t length;
    char plan[];
};

static struct shared *shared;
static struct role *roles;
static long count;

static void wake(_Atomic uint32_t *word) {
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* Waits until a word has another value. Returns false if that takes too long. */
static bool await_change(_Atomic uint32_t *word, uint32_t value, bool forever) {
    struct timespec patience = {.tv_sec = PATIENCE_SECONDS};
    while (atomic_load(word) == value)
        if (syscall(SYS_futex, word, FUTEX_WAIT, value, forever ? NULL : &patience, NULL, 0) && errno == ETIMEDOUT)
            return atomic_load(word) != value;
    return true;
}

static void pass_to(uint32_t turn) {
    atomic_store(&shared->turn, turn);
    wake(&shared->turn);
}

static void give_up(void) {
    pass_to(FAILED);
    for (long i = 1; i <= count; i++) {
        atomic_store(&shared->begun[i], 2);
        wake(&shared->begun[i]);
    }
}

pid_t play_pid(long number) {
    return number >= 1 && number <= count ? atomic_load(&shared->pids[number]) : -1;
}

pid_t play_victim(void) {
    return (pid_t)atomic_load(&shared->victim);
}

bool play_is_mark(const char *argv0) {
    return argv0 && !strncmp(argv0, MARK, strlen(MARK));
}

bool play_has_part(void) {
    struct stat info;
    return fcntl(SHARED, F_GETFD) >= 0 && !fstat(SHARED, &info) && info.st_size > (off_t)sizeof(struct shared);
}

static void map_plan(struct plan *plan) {
    struct stat info;
    if (fstat(SHARED, &info))
        die("the play");
    shared = mmap(NULL, (size_t)info.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, SHARED, 0);
    if (shared == MAP_FAILED)
        die("the memory of the play");
    plan_of(plan, shared->plan, shared->length);
    count = plan_number(plan);
    if (count < 1 || count > MAX_PROCESSES)
        die("the plan has %ld processes", count);
    roles = calloc((size_t)count + 1, sizeof *roles);
    if (!roles)
        die("memory for the processes");
    for (long i = 1; i <= count; i++)
        role_of_plan(&roles[i], plan);
}

/* Executes the program of a process in this one. */
static void become(long number) {
    atomic_store(&shared->pids[number], getpid());
    signal(SIGPIPE, SIG_DFL);
    role_become(&roles[number]);
}

static bool await_begin(long number) {
    if (!await_change(&shared->begun[number], 0, false)) {
        errno = 0;
        return fail("%s did not start within %d s", roles[number].path, PATIENCE_SECONDS);
    }
    return atomic_load(&shared->begun[number]) == 1;
}

/* A mark is a process that ends at once. Its event says where the play begins or ends. */
static bool mark(const char *name) {
    int status;
    pid_t pid = fork();
    if (!pid) {
        execl("/proc/self/exe", name, NULL);
        _exit(127);
    }
    return (pid > 0 && waitpid(pid, &status, 0) == pid && !status) || fail("%s", name);
}

/* It has no capabilities: whoever has the same user may trace it, whatever capabilities that process has itself. */
static bool start_victim(void) {
    pid_t pid = fork();
    if (!pid) {
        struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
        struct __user_cap_data_struct none[2] = {0};
        syscall(SYS_capset, &header, none);
        prctl(PR_SET_DUMPABLE, 1);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        atomic_store(&shared->victim, (uint32_t)getpid());
        wake(&shared->victim);
        for (;;)
            pause();
    }
    if (pid < 0)
        return fail("fork");
    errno = 0;
    return await_change(&shared->victim, 0, false) || fail("the victim did not start within %d s", PATIENCE_SECONDS);
}

static bool await_end(long number) {
    int fd = (int)syscall(SYS_pidfd_open, atomic_load(&shared->pids[number]), 0);
    if (fd < 0)
        return errno == ESRCH || fail("pidfd_open");
    struct pollfd end = {.fd = fd, .events = POLLIN};
    bool ended = poll(&end, 1, PATIENCE_SECONDS * 1000) == 1;
    close(fd);
    errno = 0;
    return ended || fail("%s did not end", roles[number].path);
}

/* What one action of the plan does: the words of its steps, from a place of the plan on. */
struct steps {
    const char *what;
    size_t at;
    long count;
};

static bool run(struct plan *plan, struct steps steps, uint32_t turn);

static bool start(struct plan *plan, struct steps rest, long number, uint32_t turn) {
    pid_t pid = fork();
    if (!pid) {
        atomic_store(&shared->pids[number], getpid());
        if (run(plan, rest, turn))
            become(number);
        give_up();
        _exit(127);
    }
    return pid > 0 ? await_begin(number) : fail("fork");
}

static long number_of(char **words) {
    return *words ? strtol(*words, NULL, 10) : 0;
}

/* Remembers which descriptor a pipe has for an end: 0 to read from, 1 to write to. */
static bool end_of_pipe(char **words, long at) {
    if (!words[0] || !words[1])
        return fail("the plan has a malformed pipe");
    const int *ends = (const int *)value_of(words[0]);
    registers_set(at, ends[*words[1] == '1']);
    return true;
}

/* The steps that are no system calls. */
static bool special(const char *name, char **words, long at, uint32_t turn) {
    long number = number_of(words);
    if (!strcmp(name, ".exit")) {
        pass_to(turn + 1);
        _exit((int)number);
    }
    if (!strcmp(name, ".begin"))
        return mark(BEGINS);
    if (!strcmp(name, ".end"))
        return mark(ENDS);
    if (!strcmp(name, ".victim"))
        return start_victim();
    if (!strcmp(name, ".await-end"))
        return await_end(number);
    if (!strcmp(name, ".end-of-pipe"))
        return end_of_pipe(words, at);
    if (!strcmp(name, ".install"))
        return role_install(&roles[number]);
    return cue_run(name, words);
}

/* The steps of an action. Those after a start are what the child does first. */
static bool run(struct plan *plan, struct steps steps, uint32_t turn) {
    plan->at = steps.at;
    for (long i = 0; i < steps.count; i++) {
        const char *name = plan_word(plan);
        long at = plan_number(plan);
        long error = plan_number(plan);
        char **words = plan_words(plan);
        struct steps rest = {steps.what, plan->at, steps.count - i - 1};
        if (!strcmp(name, ".start"))
            return start(plan, rest, number_of(words), turn);
        if (!strcmp(name, ".execute")) {
            atomic_store(&shared->replaces[number_of(words)], 1);
            if (run(plan, rest, turn))
                become(number_of(words));
            return false;
        }
        if (*name == '.' ? !special(name, words, at, turn) : !step_call(steps.what, name, at, words, error))
            return false;
    }
    return true;
}

/* Skips the steps of an action; how far is known only by reading them. */
static void skip(struct plan *plan, long steps) {
    for (long i = 0; i < steps; i++) {
        plan_word(plan);
        plan_number(plan);
        plan_number(plan);
        free(plan_words(plan));
    }
}

static long number_of_self(void) {
    pid_t own = getpid();
    for (long i = count; i >= 1; i--)
        if (atomic_load(&shared->pids[i]) == own && !atomic_load(&shared->begun[i]))
            return i;
    return 0;
}

/* Waits for a turn of this process. The director sees to it that each action ends in time. */
static bool await_turn(uint32_t wanted, bool directs, const char *what) {
    for (uint32_t turn; (turn = atomic_load(&shared->turn)) != wanted;) {
        if (turn == FAILED || turn == OVER)
            return false;
        if (!await_change(&shared->turn, turn, !directs)) {
            errno = 0;
            return fail("%s: not done within %d s, nor what comes before it", what, PATIENCE_SECONDS);
        }
    }
    return true;
}

/* Plays the part of a process: 0 directs. Returns whether nothing went wrong. */
static bool play(struct plan *plan, long number, uint32_t from) {
    struct plan steps;
    plan_of(&steps, plan->text, plan->length);
    uint32_t actions = (uint32_t)plan_number(plan);
    for (uint32_t turn = 0; turn < actions; turn++) {
        long owner = plan_number(plan);
        const char *what = plan_word(plan);
        struct steps own = {.what = what};
        own.count = plan_number(plan);
        own.at = plan->at;
        skip(plan, own.count);
        if (turn < from || owner != number)
            continue;
        if (!await_turn(turn, !number, what))
            return false;
        /* to read a word ends it with 0, so they are there again for each action */
        memcpy(steps.words, steps.text, steps.length);
        if (!run(&steps, own, turn))
            return false;
        pass_to(turn + 1);
    }
    return !number || await_turn(OVER, false, "");
}

int play_part(void) {
    struct plan plan;
    map_plan(&plan);
    fail_into(shared->failure, sizeof shared->failure);
    long number = number_of_self();
    if (!number)
        die("this process has no part in the play");
    uint32_t from = atomic_load(&shared->turn) + 1;
    atomic_store(&shared->begun[number], 1);
    wake(&shared->begun[number]);
    if (atomic_load(&shared->replaces[number]))
        pass_to(from);
    if (play(&plan, number, from))
        return 0;
    give_up();
    return 1;
}

static void share(const char *text, size_t length) {
    int fd = memfd_create("play", 0);
    size_t size = sizeof(struct shared) + length + 1;
    if (fd < 0 || ftruncate(fd, (off_t)size) || dup2(fd, SHARED) != SHARED)
        die("the memory of the play");
    close(fd);
    struct shared *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, SHARED, 0);
    if (memory == MAP_FAILED)
        die("the memory of the play");
    memory->length = length;
    memcpy(memory->plan, text, length);
    munmap(memory, size);
}

/* Ends the processes, also those whose parents have ended. A process that another one traces ends in no other way. */
static void end_all(bool well) {
    pass_to(well ? OVER : FAILED);
    if (play_victim() > 0)
        kill(play_victim(), SIGKILL);
    for (long i = 1; i <= count; i++)
        if (play_pid(i) > 0)
            kill(play_pid(i), SIGKILL);
    while (wait(NULL) > 0 || errno == EINTR)
        ;
}

int play_direct(int input) {
    struct plan given, plan;
    plan_read(&given, input);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1))
        die("become the parent of orphans");
    share(given.text, given.length);
    map_plan(&plan);
    bool done = play(&plan, 0, 0) && atomic_load(&shared->turn) != FAILED;
    end_all(done);
    if (*shared->failure)
        dprintf(STDERR_FILENO, "kguard-suite: %s\n", shared->failure);
    else if (!done)
        dprintf(STDERR_FILENO, "kguard-suite: a process of the play ended before the play\n");
    return done && !*shared->failure ? 0 : 1;
}
