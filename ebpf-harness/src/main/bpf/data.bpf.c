// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that transfer data through a descriptor. */

#include "lib/data.h"
#include "lib/family.h"

EXIT_FAMILY(data) {
    const u64 *args = call.args;
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: data; 3: fd; 4: size; 5: pos */
    case CODE_READ:
    case CODE_PREAD:
        put_read(event, args[1]);
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        if (call.code == CODE_PREAD) {
            put_u64(event, args[3]);
        }
        break;
    case CODE_WRITE:
    case CODE_PWRITE:
        put_written(event, args[1], args[2]);
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        if (call.code == CODE_PWRITE) {
            put_u64(event, args[3]);
        }
        break;
    /* 2: size; 3: data; 4: fd; 5: pos */
    case CODE_READV:
    case CODE_PREADV:
        put_u32(event, call.result > 0 ? call.result : 0);
        if (call.result > 0) {
            put_vector_data(event, args[1], args[2], data_room(call.result));
        } else {
            put_empty(event);
        }
        put_fd(event, args[0]);
        if (call.code == CODE_PREADV) {
            put_u64(event, args[3]);
        }
        break;
    /* 2: data; 3: fd; 4: size; 5: pos */
    case CODE_WRITEV:
    case CODE_PWRITEV:
        put_vector_data(event, args[1], args[2], data_room(call.result));
        put_fd(event, args[0]);
        put_u32(event, vector_size(args[1], args[2]));
        if (call.code == CODE_PWRITEV) {
            put_u64(event, args[3]);
        }
        break;
    /* 2: offset; 3: out_fd; 4: in_fd; 5: size */
    case CODE_SENDFILE: {
        u64 offset = 0;
        bpf_probe_read_user(&offset, sizeof(offset), (void *)args[2]);
        put_u64(event, offset);
        put_fd(event, args[0]);
        put_fd(event, args[1]);
        put_u64(event, args[3]);
        break;
    }
    /* 2: fd_in; 3: fd_out; 4: size; 5: flags */
    case CODE_SPLICE:
        put_fd(event, args[0]);
        put_fd(event, args[2]);
        put_u64(event, args[4]);
        put_u32(event, args[5] & 0xf);
        break;
    /* 2: fdout; 3: offout; 4: fdin; 5: offin; 6: len */
    case CODE_COPY_FILE_RANGE:
        put_fd(event, args[2]);
        put_u64(event, args[3]);
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u64(event, args[4]);
        break;
    /* 2: pid; 3: data */
    case CODE_PROCESS_VM_READV:
    case CODE_PROCESS_VM_WRITEV:
        put_s64(event, args[0]);
        if (call.result > 0) {
            put_vector_data(event, args[1], args[2], data_room(call.result));
        } else {
            put_empty(event);
        }
        break;
    }
}
