// SPDX-License-Identifier: Apache-2.0
/* The kernel's type information, reduced to what the sensor's programs name. */
#pragma once

#include <bpf/libbpf.h>

/* The path of a file from which libbpf reads types; empty until they are known. Null, with errno, if it can't be
 * created. */
const char *types_path(void);

/* Fills the file with the types that an object's programs name. Does nothing after the first call. Returns 0 or -errno.
 */
int find_types(const struct bpf_object *object);
