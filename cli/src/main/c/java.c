// SPDX-License-Identifier: Apache-2.0
// The program java of the distribution: the JDK's, by its library libjli. But where no JVM came up, or kguard's jars
// are damaged, it ends with 2: the JDK's ends with 1, which is what kguard says of rules that fail their checks. So
// kguard says that to this program by another number.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct list {
    char **words;
    size_t size;
};
static struct list *(*list_new)(size_t);
static void (*list_add)(struct list *, char *);
static void (*init_arguments)(unsigned char, unsigned char);
static unsigned char (*add_from_environment)(struct list *, const char *);
static struct list *(*of_argument)(const char *, unsigned char);
static int (*launch)(int, char **, int, const char **, int, const char **, const char *, const char *, const char *,
                     const char *, unsigned char, unsigned char, unsigned char, int);
static const struct {
    const char *name;
    void *place;
} functions[] = {
    {"JLI_List_new", &list_new},
    {"JLI_List_add", &list_add},
    {"JLI_InitArgProcessing", &init_arguments},
    {"JLI_AddArgsFromEnvVar", &add_from_environment},
    {"JLI_PreprocessArg", &of_argument},
    {"JLI_Launch", &launch},
};

static const char kguard[] = "io.kguard.cli.Launcher";
enum { FAILED = 1, NOT_JUDGED = 2, KGUARD_SAYS_FAILED = 101 };
static int runs_kguard;
static int came_back; // kguard itself exits if it does not end with 0: what comes back with another status is Java's

static void ended(int status, void *unused) {
    (void)unused;
    static const char text[] =
        "kguard: Java did not start, so nothing was judged. Look at KGUARD_JAVA_OPTIONS, JAVA_TOOL_OPTIONS and "
        "JDK_JAVA_OPTIONS, at the limit of memory (ulimit -v), or unpack kguard's archive again.\n";
    int (*machines)(void **, int, int *) = dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
    void *machine;
    int count = 0;
    if (runs_kguard && status == KGUARD_SAYS_FAILED)
        syscall(SYS_exit_group, FAILED);
    if (status != 0 && (came_back || (runs_kguard && status == FAILED) || machines == NULL ||
                        machines(&machine, 1, &count) != 0 || count == 0)) {
        ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written; // there is nobody else to tell
        syscall(SYS_exit_group, NOT_JUDGED);
    }
}

// In place of the C library's: a JVM that can't start calls these two, and no function that was registered
void _exit(int status) {
    ended(status, NULL);
    for (;;)
        syscall(SYS_exit_group, status);
}

void abort(void) {
    ended(SIGABRT, NULL);
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
    _exit(128 + SIGABRT);
}

static void died(int signal) {
    _exit(128 + signal);
}

// Not linked: where the library is missing or damaged, the loader would end the program with 127
static int load(void) {
    void *handle = dlopen("$ORIGIN/../lib/libjli.so", RTLD_NOW | RTLD_GLOBAL);
    for (size_t i = 0; handle != NULL && i < sizeof functions / sizeof functions[0]; i++) {
        void *function = dlsym(handle, functions[i].name);
        if (function == NULL)
            return 0;
        memcpy(functions[i].place, &function, sizeof function);
    }
    return handle != NULL;
}

int main(int count, char **words) {
    on_exit(ended, NULL);
    // The library's pages may be missing or damaged, too. A JVM that comes up has handlers of its own
    signal(SIGBUS, died);
    signal(SIGSEGV, died);
    if (!load())
        return 1;
    for (int i = 1; i < count; i++)
        runs_kguard |= strcmp(words[i], kguard) == 0;
    char process[24];
    snprintf(process, sizeof process, "%d", (int)getpid());
    if (runs_kguard && setenv("KGUARD_JVM", process, 1) != 0) // what kguard starts has another number
        return 1;
    init_arguments(0, 0);
    struct list *all = list_new((size_t)count + 1);
    list_add(all, words[0]);
    add_from_environment(all, "JDK_JAVA_OPTIONS");
    for (int i = 1; i < count; i++) {
        struct list *of_file = of_argument(words[i], 1);
        if (of_file == NULL)
            list_add(all, words[i]);
        for (size_t j = 0; of_file != NULL && j < of_file->size; j++)
            list_add(all, of_file->words[j]);
    }
    int size = (int)all->size;
    list_add(all, NULL);
    int status = launch(size, all->words, 0, NULL, 0, NULL, "", "", "java", "openjdk", 0, 1, 0, 0);
    came_back = 1;
    return status;
}
