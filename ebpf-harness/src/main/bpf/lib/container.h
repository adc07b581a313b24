// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Finds the watched container of a cgroup or a task. */
#pragma once

#include "loop.h"
#include "maps.h"
#include "path.h"

/* Finds the container id in a cgroup's name: the whole name, or the part between the last '-' and ".scope". */
static __always_inline struct watched *container_named(struct kernfs_node *node) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return NULL;
    }
    /* After the buffer for paths: it does not fit on the stack. */
    char *name = (char *)scratch->path + PATH_MAX;
    long length = bpf_probe_read_kernel_str(name, CONTAINER_ID_LENGTH * 2, BPF_CORE_READ(node, name));
    length--;
    if (length < CONTAINER_ID_LENGTH) {
        return NULL;
    }
    u32 start = 0;
    if (length > CONTAINER_ID_LENGTH) {
        start = length - CONTAINER_ID_LENGTH - (sizeof(".scope") - 1);
        if (start == 0 || start >= CONTAINER_ID_LENGTH) {
            return NULL;
        }
    }
    barrier_var(start); /* the verifier needs to see a bound */
    return bpf_map_lookup_elem(&containers, name + (start & (CONTAINER_ID_LENGTH - 1)));
}

static long try_cgroup(u32 round, void *context) {
    u64 *node = context;
    if (!*node || container_named((void *)*node)) {
        return 1;
    }
    *node = (u64)parent_node((void *)*node);
    return 0;
}

/* The container of a cgroup, which may be one that the container created below its own. */
static __always_inline struct watched *find_container(struct cgroup *cgroup) {
    u64 node = (u64)BPF_CORE_READ(cgroup, kn);
    LOOP(MAX_CGROUP_DEPTH, try_cgroup, &node);
    return node ? container_named((void *)node) : NULL;
}

/* The container of a task by its cgroups, in either version's hierarchy. */
static __always_inline struct watched *container_of_task(struct task_struct *task) {
    struct css_set *set = BPF_CORE_READ(task, cgroups);
    struct watched *found = find_container(BPF_CORE_READ(set, dfl_cgrp));
    if (!found) {
        found = find_container(controller_cgroup(set, bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id)));
    }
    return found;
}

/* Whether a simulation judges what a task does: it is in one of its containers. */
__noinline int is_judged(u64 task, u32 simulation) {
    struct watched *container = container_of_task((void *)task);
    return container && container->simulation == simulation;
}
