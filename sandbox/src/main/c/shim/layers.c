// SPDX-License-Identifier: Apache-2.0
#include "layers.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paths.h"
#include "report.h"
#include "tree.h"

#define MAX_LAYERS 200

static struct {
    int tree;
    const char *target;
} layers[MAX_LAYERS];
static int count;

void layers_add_open(int tree, const char *target) {
    errno = 0;
    if (count == MAX_LAYERS)
        die("a jail can have %d files and folders of the machine, not more", MAX_LAYERS);
    layers[count].tree = tree;
    layers[count++].target = target;
}

void layers_add(const char *path, const char *target, int user_namespace) {
    layers_add_open(tree_open(path, user_namespace), target);
}

void layers_attach(const char *root) {
    for (int i = 0; i < count; i++) {
        char target[PATH_MAX];
        struct stat stat;
        if (fstat(layers[i].tree, &stat))
            die("look at %s", layers[i].target);
        snprintf(target, sizeof target, "%s%s", root, layers[i].target);
        make_parents(target);
        if (S_ISDIR(stat.st_mode))
            make_folder(target);
        else
            make_file(target);
        tree_attach(layers[i].tree, target);
    }
}

void layers_close(void) {
    for (int i = 0; i < count; i++)
        close(layers[i].tree);
}
