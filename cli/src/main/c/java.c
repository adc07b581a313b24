// SPDX-License-Identifier: Apache-2.0
// The program java of the distribution: the JDK's, by its library libjli. But where no JVM came up, it ends with 2: the
// JDK's ends with 1, which is what kguard says of rules that fail their checks.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

struct list {
    char **words;
    size_t size;
};
struct list *JLI_List_new(size_t);
void JLI_List_add(struct list *, char *);
void JLI_InitArgProcessing(unsigned char, unsigned char);
unsigned char JLI_AddArgsFromEnvVar(struct list *, const char *);
struct list *JLI_PreprocessArg(const char *, unsigned char);
int JLI_Launch(int, char **, int, const char **, int, const char **, const char *, const char *, const char *,
               const char *, unsigned char, unsigned char, unsigned char, int);

static int came_back; // kguard itself exits if it does not end with 0: what comes back with another status is Java's

static void ended(int status, void *unused) {
    (void)unused;
    static const char text[] =
        "kguard: Java did not start, so nothing was judged. Look at KGUARD_JAVA_OPTIONS, JAVA_TOOL_OPTIONS and "
        "JDK_JAVA_OPTIONS, at the limit of memory (ulimit -v), or unpack kguard's archive again.\n";
    int (*machines)(void **, int, int *) = dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs");
    void *machine;
    int count = 0;
    if (status != 0 && (came_back || machines == NULL || machines(&machine, 1, &count) != 0 || count == 0)) {
        ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written; // there is nobody else to tell
        syscall(SYS_exit_group, 2);
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

int main(int count, char **words) {
    on_exit(ended, NULL);
    JLI_InitArgProcessing(0, 0);
    struct list *all = JLI_List_new((size_t)count + 1);
    JLI_List_add(all, words[0]);
    JLI_AddArgsFromEnvVar(all, "JDK_JAVA_OPTIONS");
    for (int i = 1; i < count; i++) {
        struct list *of_file = JLI_PreprocessArg(words[i], 1);
        if (of_file == NULL)
            JLI_List_add(all, words[i]);
        for (size_t j = 0; of_file != NULL && j < of_file->size; j++)
            JLI_List_add(all, of_file->words[j]);
    }
    int size = (int)all->size;
    JLI_List_add(all, NULL);
    int status = JLI_Launch(size, all->words, 0, NULL, 0, NULL, "", "", "java", "openjdk", 0, 1, 0, 0);
    came_back = 1;
    return status;
}
