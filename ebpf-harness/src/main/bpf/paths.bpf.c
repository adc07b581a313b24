// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls with paths that neither open a file nor transfer data. */

#include "lib/family.h"

EXIT_FAMILY(paths) {
    const u64 *args = call.args;
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: path */
    case CODE_UNLINK:
    case CODE_RMDIR:
    case CODE_CHDIR:
    case CODE_CHROOT:
    case CODE_STAT:
    case CODE_LSTAT:
    case CODE_UMOUNT:
        put_user_path(event, args[0]);
        break;
    /* 2: path; 3: mode */
    case CODE_MKDIR:
        put_user_path(event, args[0]);
        put_u32(event, args[1]);
        break;
    case CODE_CHMOD:
        put_user_path(event, args[0]);
        put_u32(event, permissions(args[1]));
        break;
    case CODE_ACCESS:
        put_user_path(event, args[0]);
        put_u32(event, access_mode(args[1]));
        break;
    /* 2: path; 3: mode; 4: dev */
    case CODE_MKNOD:
        put_user_path(event, args[0]);
        put_u32(event, node_mode(args[1]));
        put_u32(event, user_device(args[2]));
        break;
    /* 2: path; 3: uid; 4: gid */
    case CODE_CHOWN:
    case CODE_LCHOWN:
        put_user_path(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    /* 2: name; 3: flags */
    case CODE_UMOUNT2:
        put_user_path(event, args[0]);
        put_u32(event, args[1] & 0xf);
        break;
    /* 2: dirfd; 3: path; 4: flags or mode */
    case CODE_UNLINKAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, args[2] & AT_REMOVEDIR);
        break;
    case CODE_MKDIRAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, args[2]);
        break;
    case CODE_FCHMODAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, permissions(args[2]));
        break;
    case CODE_NEWFSTATAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, args[3] & (AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH));
        break;
    /* 2: dirfd; 3: path; 4: mode; 5: dev */
    case CODE_MKNODAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, node_mode(args[2]));
        put_u32(event, user_device(args[3]));
        break;
    /* 2: dirfd; 3: pathname; 4: uid; 5: gid; 6: flags */
    case CODE_FCHOWNAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, args[2]);
        put_u32(event, args[3]);
        put_u32(event, args[4] & (AT_SYMLINK_FOLLOW | AT_EMPTY_PATH));
        break;
    /* 2: the old or the target; 3: the new or the link */
    case CODE_RENAME:
    case CODE_LINK:
    case CODE_SYMLINK:
        put_user_path(event, args[0]);
        put_user_path(event, args[1]);
        break;
    /* 2: target; 3: linkdirfd; 4: linkpath */
    case CODE_SYMLINKAT:
        put_user_path(event, args[0]);
        put_dirfd(event, args[1]);
        put_user_path(event, args[2]);
        break;
    /* 2: olddirfd; 3: oldpath; 4: newdirfd; 5: newpath; 6: flags */
    case CODE_RENAMEAT:
    case CODE_RENAMEAT2:
    case CODE_LINKAT:
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_dirfd(event, args[2]);
        put_user_path(event, args[3]);
        if (call.code == CODE_RENAMEAT2) {
            put_u32(event, args[4]);
        } else if (call.code == CODE_LINKAT) {
            put_u32(event, args[4] & (AT_SYMLINK_FOLLOW | AT_EMPTY_PATH));
        }
        break;
    /* 2: dev; 3: dir; 4: type; 5: flags */
    case CODE_MOUNT:
        put_user_path(event, args[0]);
        put_user_path(event, args[1]);
        put_user_path(event, args[2]);
        put_u32(event, mount_flags(args[3]));
        break;
    /* 2: path; empty if the call failed */
    case CODE_GETCWD:
        put_user_path(event, call.result < 0 ? 0 : args[0]);
        break;
    }
}
