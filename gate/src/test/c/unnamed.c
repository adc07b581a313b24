// SPDX-License-Identifier: Apache-2.0
/* Opens /etc/shadow relative to a descriptor of a folder, which comes from a call whose event does not name it ("tree")
 * or from one that names it ("open"), or fails to do so ("closed"). */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    const char *way = argc > 1 ? argv[1] : "";
    int folder = !strcmp(way, "tree")   ? (int)syscall(SYS_open_tree, AT_FDCWD, "/etc", 0)
                 : !strcmp(way, "open") ? open("/etc", O_RDONLY | O_DIRECTORY)
                                        : 77;
    int file = openat(folder, "shadow", O_RDONLY);
    printf("%s\n", file < 0 ? "failed" : "opened");
    return 0;
}
