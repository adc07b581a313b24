/* Calls that open a file. */

#include "lib/family.h"
#include "lib/inode.h"

#define FD_UPPER_LAYER 0x8000
#define FD_LOWER_LAYER 0x10000
#define F_CREATED      0x4000

/* What an open file is: known once the call has succeeded. */
struct opened {
    struct file *file;
    u32 flags; /* Falco's bits for what the kernel did */
    u32 device;
    u64 inode;
    enum layer layer;
};

static __always_inline struct opened look_at(struct call_exit call) {
    struct opened it = {};
    struct file *file = call.result < 0 ? NULL : open_file(call.result);
    if (!file) {
        return it;
    }
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    it.file = file;
    it.device = user_device(BPF_CORE_READ(inode, i_sb, s_dev));
    it.inode = BPF_CORE_READ(inode, i_ino);
    it.layer = overlay_layer(file);
    it.flags = BIT(BPF_CORE_READ(file, f_mode), FMODE_CREATED, F_CREATED) |
               (it.layer == LAYER_UPPER ? FD_UPPER_LAYER : 0) | (it.layer == LAYER_LOWER ? FD_LOWER_LAYER : 0);
    return it;
}

struct open_how {
    u64 flags;
    u64 mode;
    u64 resolve;
};

EXIT_FAMILY(open) {
    struct opened opened = look_at(call);
    /* 1: fd */
    put_s64(event, call.result);
    switch (call.code) {
    case CODE_OPEN:
        /* 2: name */
        put_user_path(event, ARG0(call.regs));
        /* 3: flags */
        put_u32(event, open_flags(ARG1(call.regs)) | opened.flags);
        /* 4: mode */
        put_u32(event, open_mode(ARG1(call.regs), ARG2(call.regs)));
        break;
    case CODE_OPENAT:
        /* 2: dirfd */
        put_dirfd(event, ARG0(call.regs));
        /* 3: name */
        put_user_path(event, ARG1(call.regs));
        /* 4: flags */
        put_u32(event, open_flags(ARG2(call.regs)) | opened.flags);
        /* 5: mode */
        put_u32(event, open_mode(ARG2(call.regs), ARG3(call.regs)));
        break;
    case CODE_OPENAT2: {
        struct open_how how = {};
        bpf_probe_read_user(&how, sizeof(how), (void *)ARG2(call.regs));
        /* 2: dirfd */
        put_dirfd(event, ARG0(call.regs));
        /* 3: name */
        put_user_path(event, ARG1(call.regs));
        /* 4: flags */
        put_u32(event, open_flags(how.flags) | opened.flags);
        /* 5: mode */
        put_u32(event, open_mode(how.flags, how.mode));
        /* 6: resolve */
        put_u32(event, openat2_resolve(how.resolve));
        break;
    }
    case CODE_CREAT:
        /* 2: name */
        put_user_path(event, ARG0(call.regs));
        /* 3: mode */
        put_u32(event, open_mode(O_CREAT, ARG1(call.regs)));
        break;
    case CODE_OPEN_BY_HANDLE_AT:
        /* 2: mountfd */
        put_dirfd(event, ARG0(call.regs));
        /* 3: flags */
        put_u32(event, open_flags(ARG2(call.regs)) | opened.flags);
        /* 4: path */
        if (opened.file) {
            put_path(event, (void *)opened.file + bpf_core_field_offset(struct file, f_path), NULL);
        } else {
            put_empty(event);
        }
        break;
    }
    /* the last two: dev, ino */
    put_u32(event, opened.device);
    put_u64(event, opened.inode);
    if (call.code == CODE_CREAT) {
        /* 6: creat_flags */
        put_u16(event, opened.layer);
    }
}
