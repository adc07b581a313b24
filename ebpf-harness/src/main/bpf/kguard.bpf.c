// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The sensor's programs. They are one translation unit because they share maps and settings. Each file is a family of
 * events. README.md describes the dependencies. */

#include "calls.bpf.c"
#include "clone.bpf.c"
#include "marks.bpf.c"
#include "exec.bpf.c"
#include "exit.bpf.c"
#include "open.bpf.c"
#include "paths.bpf.c"
#include "descriptors.bpf.c"
#include "sockets.bpf.c"
#include "data.bpf.c"
#include "messages.bpf.c"
#include "identity.bpf.c"
#include "memory.bpf.c"
#include "misc.bpf.c"
#include "signals.bpf.c"
#include "switches.bpf.c"
#include "faults.bpf.c"
#include "enter.bpf.c"
#include "taken.bpf.c"
#include "barrier.bpf.c"
#include "watches.bpf.c"
#include "limits.bpf.c"

/* The kernel allows the functions used here only in programs with a GPL-compatible licence. */
char LICENSE[] SEC("license") = "Dual BSD/GPL";
