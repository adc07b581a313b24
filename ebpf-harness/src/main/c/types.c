// SPDX-License-Identifier: Apache-2.0
/*
 * To relocate accesses to the running kernel's fields, libbpf searches all types of the kernel, once for every
 * structure that the programs name, and again for every object. That was a third of the time to open the sensor. So
 * libbpf gets only these structures, with everything embedded in them. Targets of pointers are left out, because no
 * access goes through one.
 */
#define _GNU_SOURCE
#include "types.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/btf.h>

static int file = -1;
static char path[64];
static int is_filled;

const char *types_path(void) {
    if (file < 0) {
        file = memfd_create("kguard-types", MFD_CLOEXEC);
        snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    }
    return file < 0 ? NULL : path;
}

/* The sorted names of the object's types. */
struct names {
    char **all;
    size_t count;
};

static int compare(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static int is_searched(const struct btf_type *type) {
    return type->name_off && (btf_is_composite(type) || btf_is_any_enum(type));
}

static int collect(const struct btf *programs, struct names *names) {
    __u32 end = btf__type_cnt(programs);
    names->all = calloc(end, sizeof(*names->all));
    for (__u32 id = 1; names->all && id < end; id++) {
        const struct btf_type *type = btf__type_by_id(programs, id);
        if (is_searched(type)) {
            const char *name = btf__name_by_offset(programs, type->name_off);
            /* The part after three underscores distinguishes kernel versions. */
            const char *version = strstr(name, "___");
            char *copy = version ? strndup(name, (size_t)(version - name)) : strdup(name);
            if (!copy) {
                return -ENOMEM;
            }
            names->all[names->count++] = copy;
        }
    }
    if (names->all) {
        qsort(names->all, names->count, sizeof(*names->all), compare);
    }
    return names->all ? 0 : -ENOMEM;
}

/* The reduction of the kernel's types. */
struct cut {
    const struct btf *kernel;
    struct btf *fewer;
    __s32 *ids; /* maps a type of the kernel to its copy; 0 if not copied yet */
};

static int add(struct cut *cut, __u32 id);

static int add_composite(struct cut *cut, const struct btf_type *type) {
    const struct btf_member *members = btf_members(type);
    __u32 count = btf_vlen(type);
    for (__u32 i = 0; i < count; i++) { /* their types are copied first, because copying one moves the others */
        int member = add(cut, members[i].type);
        if (member < 0) {
            return member;
        }
    }
    const char *name = btf__name_by_offset(cut->kernel, type->name_off);
    int id = btf_is_struct(type) ? btf__add_struct(cut->fewer, name, type->size)
                                 : btf__add_union(cut->fewer, name, type->size);
    for (__u32 i = 0; id > 0 && i < count; i++) {
        int failure =
            btf__add_field(cut->fewer, btf__name_by_offset(cut->kernel, members[i].name_off), cut->ids[members[i].type],
                           btf_member_bit_offset(type, i), btf_member_bitfield_size(type, i));
        if (failure) {
            return failure;
        }
    }
    return id;
}

static int add_array(struct cut *cut, const struct btf_array *array) {
    int element = add(cut, array->type);
    int index = element < 0 ? element : add(cut, array->index_type);
    return index < 0 ? index : btf__add_array(cut->fewer, index, element, array->nelems);
}

/* Copies a type of the kernel with everything embedded in it. Returns the copy, or -errno. */
static int add(struct cut *cut, __u32 id) {
    if (!id || cut->ids[id]) {
        return cut->ids[id];
    }
    const struct btf_type *type = btf__type_by_id(cut->kernel, id);
    int added;
    if (btf_is_composite(type)) {
        added = add_composite(cut, type);
    } else if (btf_is_array(type)) {
        added = add_array(cut, btf_array(type));
    } else if (btf_is_ptr(type)) {
        added = btf__add_ptr(cut->fewer, 0);
    } else if (btf_is_mod(type) || btf_is_typedef(type)) {
        added = add(cut, type->type);
    } else {
        added = btf__add_type(cut->fewer, cut->kernel, type);
    }
    return cut->ids[id] = added;
}

static int add_named(struct cut *cut, const struct names *names) {
    __u32 end = btf__type_cnt(cut->kernel);
    for (__u32 id = 1; id < end; id++) {
        const struct btf_type *type = btf__type_by_id(cut->kernel, id);
        if (is_searched(type)) {
            const char *name = btf__name_by_offset(cut->kernel, type->name_off);
            int added = bsearch(&name, names->all, names->count, sizeof(*names->all), compare) ? add(cut, id) : 0;
            if (added < 0) {
                return added;
            }
        }
    }
    return 0;
}

static int write_to_file(const struct btf *types) {
    __u32 size = 0;
    const char *bytes = btf__raw_data(types, &size);
    for (__u32 done = 0; bytes && done < size;) {
        ssize_t written = write(file, bytes + done, size - done);
        if (written < 0) {
            return -errno;
        }
        done += (__u32)written;
    }
    return bytes ? 0 : -ENOMEM;
}

int find_types(const struct bpf_object *object) {
    if (is_filled) {
        return 0;
    }
    struct names names = {0};
    struct btf *kernel = btf__load_vmlinux_btf();
    struct cut cut = {kernel, btf__new_empty(), kernel ? calloc(btf__type_cnt(kernel), sizeof(*cut.ids)) : NULL};
    int failure = kernel ? collect(bpf_object__btf(object), &names) : -errno;
    if (!failure) {
        failure = cut.fewer && cut.ids ? add_named(&cut, &names) : -ENOMEM;
    }
    if (!failure) {
        failure = write_to_file(cut.fewer);
    }
    is_filled = !failure;
    for (size_t i = 0; i < names.count; i++) {
        free(names.all[i]);
    }
    free(names.all);
    free(cut.ids);
    btf__free(cut.fewer);
    btf__free(kernel);
    return failure;
}
