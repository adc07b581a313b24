// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* What the kernel counts for the whole machine and for nobody, and who uses it up. */

#include "lib/blind.h"
#include "lib/mark.h"

#define SIGKILL 9

/* All networks of the machine share a table of neighbours for each protocol. One half is enough for a simulation, and
 * nothing else stops it in time: an entry is made by each address that something is sent to. */
SEC("tp_btf/neigh_create")
int BPF_PROG(neighbour_created, struct neigh_table *table) {
    struct mark *mark = get_mark(current_task());
    if (mark && 2 * BPF_CORE_READ(table, gc_entries.counter) > BPF_CORE_READ(table, gc_thresh3)) {
        bpf_send_signal(SIGKILL);
        note_blind_spot(mark->simulation, BLIND_EXHAUSTING, 0, 0);
    }
    return 0;
}
