// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* clone, clone3, fork and vfork, in the parent. */

#include "lib/clone.h"
#include "lib/family.h"

EXIT_FAMILY(clone) {
    /* 1: res */
    put_s64(event, call.result);
    put_clone(event, call.task, flags_of_call(call.args, call.code), false);
}
