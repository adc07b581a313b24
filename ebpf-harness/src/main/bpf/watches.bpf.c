// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Which containers are watched. Java runs this program and does not change the map by the system call bpf: in the
 * middle of that, the kernel may run another task, whose programs of the type `tracepoint` it then leaves out. */

#include "lib/maps.h"

#define WATCH_ADD    1
#define WATCH_REMOVE 2
#define WATCH_READ   3 /* returns how many processes were seen entering it */

struct watch_request {
    struct container_id id;
    struct watched watched;
    u32 what;
};

SEC("syscall")
int watch_container(struct watch_request *request) {
    struct watch_request it = *request; /* before Linux 5.18 a helper does not take the context as memory */
    struct watched *watched;
    switch (it.what) {
    case WATCH_ADD:
        return bpf_map_update_elem(&containers, &it.id, &it.watched, BPF_ANY);
    case WATCH_REMOVE:
        return bpf_map_delete_elem(&containers, &it.id);
    default:
        watched = bpf_map_lookup_elem(&containers, &it.id);
        return watched ? watched->entered : 0;
    }
}
