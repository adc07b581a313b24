// SPDX-License-Identifier: Apache-2.0
/* The kernel's type information, cut down to what the sensor's programs name. */
#pragma once

#include <bpf/libbpf.h>

/* A file, named by its path, for libbpf to read types from; empty until they are known. Null, with errno, if there is
 * no making one. */
const char *types_path(void);

/* Fills the file with what an object's programs name; does nothing from the second time on. Returns 0 or -errno. */
int find_types(const struct bpf_object *object);
