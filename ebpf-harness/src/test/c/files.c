// SPDX-License-Identifier: Apache-2.0
/* Calls that take paths or open files. */

#include "calls.h"

#include <linux/openat2.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>

static struct stat status_of(long fd) {
    struct stat it = {0};
    if (fd >= 0) {
        fstat((int)fd, &it);
    }
    return it;
}

#define DEVICE_AND_INODE(fd) (unsigned)status_of(fd).st_dev, (unsigned long)status_of(fd).st_ino

#ifdef SYS_open
static void opens(void) {
    long fd = call(SYS_open, "new.txt", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0640);
    expect("open fd=%ld name=\"new.txt\" flags=O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC|O_F_CREATED mode=%u dev=%u ino=%lu",
           fd, 0640, DEVICE_AND_INODE(fd));
    long again = call(SYS_open, "new.txt", O_CREAT | O_EXCL | O_RDWR, 0640);
    expect("open fd=%d name=\"new.txt\" flags=O_RDWR|O_CREAT|O_EXCL mode=%u dev=0 ino=0", -EEXIST, 0640);
    long plain = call(SYS_open, "new.txt", O_RDONLY | O_NONBLOCK | O_APPEND | O_TRUNC, 0777);
    expect("open fd=%ld name=\"new.txt\" flags=O_RDONLY|O_NONBLOCK|O_APPEND|O_TRUNC mode=0 dev=%u ino=%lu", plain,
           DEVICE_AND_INODE(plain));
    call(SYS_open, (char *)1, O_RDONLY);
    expect("open fd=%d name=<> flags=O_RDONLY mode=0 dev=0 ino=0", -EFAULT);
    call(SYS_open, NULL, O_RDONLY);
    expect("open fd=%d name=<> flags=O_RDONLY mode=0 dev=0 ino=0", -EFAULT);
    call(SYS_open, "", O_RDONLY);
    expect("open fd=%d name=\"\" flags=O_RDONLY mode=0 dev=0 ino=0", -ENOENT);
    call(SYS_open, "naïve file", O_RDONLY);
    expect("open fd=%d name=%s flags=O_RDONLY mode=0 dev=0 ino=0", -ENOENT, quoted("naïve file"));
    (void)again;
}
#endif

static void opens_at(void) {
    mkdir("d", 0755);
    long dir = call(SYS_openat, AT_FDCWD, "d", O_RDONLY | O_DIRECTORY);
    /* Falco's O_TMPFILE matches O_DIRECTORY. */
    expect("openat fd=%ld dirfd=-100 name=\"d\" flags=O_RDONLY|O_DIRECTORY|O_TMPFILE mode=%u dev=%u ino=%lu", dir, 0,
           DEVICE_AND_INODE(dir));
    long fd = call(SYS_openat, dir, "e", O_CREAT | O_RDWR, 0604);
    expect("openat fd=%ld dirfd=%ld name=\"e\" flags=O_RDWR|O_CREAT|O_F_CREATED mode=%u dev=%u ino=%lu", fd, dir, 0604,
           DEVICE_AND_INODE(fd));
    call(SYS_openat, 77, "e", O_RDONLY);
    expect("openat fd=%d dirfd=77 name=\"e\" flags=O_RDONLY mode=0 dev=0 ino=0", -EBADF);
    long temporary = call(SYS_openat, AT_FDCWD, ".", O_TMPFILE | O_RDWR, 0600);
    expect("openat fd=%ld dirfd=-100 name=\".\" flags=O_RDWR|O_DIRECTORY|O_TMPFILE mode=%u dev=%u ino=%lu", temporary,
           0600, DEVICE_AND_INODE(temporary));
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    long second = call(SYS_openat2, dir, "e", &how, sizeof(how));
    expect("openat2 fd=%ld dirfd=%ld name=\"e\" flags=O_RDONLY|O_CLOEXEC mode=0 "
           "resolve=RESOLVE_BENEATH|RESOLVE_NO_SYMLINKS dev=%u ino=%lu",
           second, dir, DEVICE_AND_INODE(second));
    call(SYS_openat2, dir, "/etc/passwd", &how, sizeof(how));
    expect("openat2 fd=%d dirfd=%ld name=\"/etc/passwd\" flags=O_RDONLY|O_CLOEXEC mode=0 "
           "resolve=RESOLVE_BENEATH|RESOLVE_NO_SYMLINKS dev=0 ino=0",
           -EXDEV, dir);
#ifdef SYS_creat
    long created = call(SYS_creat, "f", 0711);
    expect("creat fd=%ld name=\"f\" mode=%u dev=%u ino=%lu creat_flags=0", created, 0711, DEVICE_AND_INODE(created));
#else
    close(open("f", O_CREAT | O_WRONLY, 0711));
#endif
    struct {
        struct file_handle handle;
        char room[128];
    } handle = {.handle.handle_bytes = 128};
    int mount_id;
    long named = call(SYS_name_to_handle_at, AT_FDCWD, "f", &handle, &mount_id, 0);
    long by_handle = named < 0 ? named : call(SYS_open_by_handle_at, AT_FDCWD, &handle, O_RDONLY);
    if (by_handle >= 0) {
        char path[5000];
        snprintf(path, sizeof(path), "%s/f", directory);
        expect("open_by_handle_at fd=%ld mountfd=-100 flags=O_RDONLY path=%s dev=%u ino=%lu", by_handle, quoted(path),
               DEVICE_AND_INODE(by_handle));
    }
}

static void long_paths(void) {
    static char path[6000];
    memset(path, '/', sizeof(path) - 1);
    memcpy(path, "/tmp", 4);
    path[4095] = 0; /* the longest that the kernel accepts */
    long fd = call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
    expect("openat fd=%ld dirfd=-100 name=%s flags=O_RDONLY|O_DIRECTORY|O_TMPFILE mode=0 dev=%u ino=%lu", fd,
           quoted(path), DEVICE_AND_INODE(fd));
    path[4095] = '/';
    call(SYS_openat, AT_FDCWD, path, O_RDONLY);
    path[4095] = 0;
    expect("openat fd=%d dirfd=-100 name=%s flags=O_RDONLY mode=0 dev=0 ino=0", -ENAMETOOLONG, quoted(path));
}

/* Arguments that the kernel refuses, and the longest that it accepts. */
static void extremes(void) {
    static char longest[4096];
    memset(longest, 'x', sizeof(longest) - 1);
    long r;
#ifdef SYS_symlink
    r = call(SYS_symlink, longest, "long");
    expect("symlink res=%ld target=%s linkpath=\"long\"", r, quoted(longest));
    r = call(SYS_mkdir, longest, 0700);
    expect("mkdir res=%d path=%s mode=%u", -ENAMETOOLONG, quoted(longest), 0700);
#endif
    r = call(SYS_symlinkat, longest, AT_FDCWD, "longer");
    expect("symlinkat res=%ld target=%s linkdirfd=-100 linkpath=\"longer\"", r, quoted(longest));
    r = call(SYS_mkdirat, AT_FDCWD, longest, 0700);
    expect("mkdirat res=%d dirfd=-100 path=%s mode=%u", -ENAMETOOLONG, quoted(longest), 0700);
    r = call(SYS_renameat2, AT_FDCWD, longest, 99, longest, 0);
    expect("renameat2 res=%ld olddirfd=-100 oldpath=%s newdirfd=99 newpath=%s flags=0", r, quoted(longest),
           quoted(longest));
#ifdef SYS_rename
    r = call(SYS_rename, (char *)1, "x");
    expect("rename res=%d oldpath=<> newpath=\"x\"", -EFAULT);
#endif
    r = call(SYS_unlinkat, 99, "relative", 0);
    expect("unlinkat res=%d dirfd=99 name=\"relative\" flags=0", -EBADF);
    r = call(SYS_mkdirat, AT_FDCWD, NULL, 0700);
    expect("mkdirat res=%d dirfd=-100 path=<> mode=%u", -EFAULT, 0700);
    r = call(SYS_linkat, 99, "a", 99, "b", 0);
    expect("linkat res=%d olddir=99 oldpath=\"a\" newdir=99 newpath=\"b\" flags=0", -EBADF);
}

static void *open_own(void *name) {
    call(SYS_openat, AT_FDCWD, name, O_CREAT | O_RDWR, 0600);
    return NULL;
}

/* Threads share descriptors and directory with their leader. */
static void threads(void) {
    static char names[4][4] = {"t0", "t1", "t2", "t3"};
    for (int i = 0; i < 4; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, open_own, names[i]);
        pthread_join(thread, NULL);
        struct stat status;
        stat(names[i], &status);
        expect("openat fd=* dirfd=-100 name=%s flags=O_RDWR|O_CREAT|O_F_CREATED mode=%u dev=* ino=%lu",
               quoted(names[i]), 0600, (unsigned long)status.st_ino);
        expect("procexit status=0 ret=0 sig=0 core=0 reaper_tid=0");
    }
}

static void names(void) {
    long r;
#ifdef SYS_mkdir
    r = call(SYS_mkdir, "a", 0750);
    expect("mkdir res=%ld path=\"a\" mode=%u", r, 0750);
    r = call(SYS_mkdir, "a", 0750);
    expect("mkdir res=%d path=\"a\" mode=%u", -EEXIST, 0750);
#else
    r = call(SYS_mkdirat, AT_FDCWD, "a", 0750);
    expect("mkdirat res=%ld dirfd=-100 path=\"a\" mode=%u", r, 0750);
#endif
    long dir = open("a", O_RDONLY | O_DIRECTORY);
    r = call(SYS_mkdirat, dir, "b", 0700);
    expect("mkdirat res=%ld dirfd=%ld path=\"b\" mode=%u", r, dir, 0700);
#ifdef SYS_rename
    r = call(SYS_rename, "a/b", "a/c");
    expect("rename res=%ld oldpath=\"a/b\" newpath=\"a/c\"", r);
#else
    r = call(SYS_renameat, dir, "b", dir, "c");
    expect("renameat res=%ld olddirfd=%ld oldpath=\"b\" newdirfd=%ld newpath=\"c\"", r, dir, dir);
#endif
    r = call(SYS_renameat, dir, "c", AT_FDCWD, "d");
    expect("renameat res=%ld olddirfd=%ld oldpath=\"c\" newdirfd=-100 newpath=\"d\"", r, dir);
    r = call(SYS_renameat2, AT_FDCWD, "d", dir, "e", 1);
    expect("renameat2 res=%ld olddirfd=-100 oldpath=\"d\" newdirfd=%ld newpath=\"e\" flags=RENAME_NOREPLACE", r, dir);
    close(open("f", O_CREAT | O_WRONLY, 0600));
#ifdef SYS_link
    r = call(SYS_link, "f", "g");
    expect("link res=%ld oldpath=\"f\" newpath=\"g\"", r);
#endif
    r = call(SYS_linkat, AT_FDCWD, "f", dir, "h", AT_SYMLINK_FOLLOW);
    expect("linkat res=%ld olddir=-100 oldpath=\"f\" newdir=%ld newpath=\"h\" flags=AT_SYMLINK_FOLLOW", r, dir);
#ifdef SYS_symlink
    r = call(SYS_symlink, "/etc/shadow", "s");
    expect("symlink res=%ld target=\"/etc/shadow\" linkpath=\"s\"", r);
#endif
    r = call(SYS_symlinkat, "f", dir, "t");
    expect("symlinkat res=%ld target=\"f\" linkdirfd=%ld linkpath=\"t\"", r, dir);
#ifdef SYS_unlink
    r = call(SYS_unlink, "g");
    expect("unlink res=%ld path=\"g\"", r);
    r = call(SYS_unlink, "absent");
    expect("unlink res=%d path=\"absent\"", -ENOENT);
#endif
    r = call(SYS_unlinkat, dir, "h", 0);
    expect("unlinkat res=%ld dirfd=%ld name=\"h\" flags=0", r, dir);
    r = call(SYS_unlinkat, dir, "e", AT_REMOVEDIR);
    expect("unlinkat res=%ld dirfd=%ld name=\"e\" flags=AT_REMOVEDIR", r, dir);
#ifdef SYS_rmdir
    r = call(SYS_rmdir, "a");
    expect("rmdir res=%d path=\"a\"", -ENOTEMPTY);
#endif
}

static void permissions(void) {
    long fd = open("p", O_CREAT | O_RDWR, 0600);
    long r;
#ifdef SYS_chmod
    r = call(SYS_chmod, "p", 04755);
    expect("chmod res=%ld filename=\"p\" mode=S_ISUID|S_IRUSR|S_IWUSR|S_IXUSR|S_IRGRP|S_IXGRP|S_IROTH|S_IXOTH", r);
#endif
    r = call(SYS_fchmod, fd, 02640);
    expect("fchmod res=%ld fd=%ld mode=S_ISGID|S_IRUSR|S_IWUSR|S_IRGRP", r, fd);
    r = call(SYS_fchmodat, AT_FDCWD, "p", 01777);
    expect("fchmodat res=%ld dirfd=-100 filename=\"p\" "
           "mode=S_ISVTX|S_IRUSR|S_IWUSR|S_IXUSR|S_IRGRP|S_IWGRP|S_IXGRP|S_IROTH|S_IWOTH|S_IXOTH",
           r);
#ifdef SYS_chown
    r = call(SYS_chown, "p", 1, 2);
    expect("chown res=%ld path=\"p\" uid=1 gid=2", r);
    r = call(SYS_lchown, "p", -1, 3);
    expect("lchown res=%ld path=\"p\" uid=%u gid=3", r, -1U);
#endif
    r = call(SYS_fchown, fd, 4, -1);
    expect("fchown res=%ld fd=%ld uid=4 gid=%u", r, fd, -1U);
    r = call(SYS_fchownat, AT_FDCWD, "p", 0, 0, AT_SYMLINK_NOFOLLOW);
    expect("fchownat res=%ld dirfd=-100 pathname=\"p\" uid=0 gid=0 flags=*", r);
#ifdef SYS_access
    r = call(SYS_access, "p", R_OK | X_OK);
    expect("access res=%ld name=\"p\" mode=R_OK|X_OK", r);
#endif
    struct stat status;
    r = call(SYS_fstat, fd, &status);
    expect("fstat res=%ld fd=%ld", r, fd);
#ifdef SYS_stat
    r = call(SYS_stat, "p", &status);
    expect("stat res=%ld path=\"p\"", r);
    r = call(SYS_lstat, "absent", &status);
    expect("lstat res=%d path=\"absent\"", -ENOENT);
#endif
    r = call(SYS_newfstatat, AT_FDCWD, "p", &status, AT_SYMLINK_NOFOLLOW);
    expect("newfstatat res=%ld dirfd=-100 path=\"p\" flags=AT_SYMLINK_NOFOLLOW", r);
#ifdef SYS_mknod
    r = call(SYS_mknod, "fifo", S_IFIFO | 0600, 0);
    expect("mknod res=%ld path=\"fifo\" mode=S_IFIFO|S_IRUSR|S_IWUSR dev=0", r);
#endif
    r = call(SYS_mknodat, AT_FDCWD, "null", S_IFCHR | 0666, makedev(1, 3));
    expect("mknodat res=%ld dirfd=-100 path=\"null\" "
           "mode=S_IFCHR|S_IRUSR|S_IWUSR|S_IRGRP|S_IWGRP|S_IROTH|S_IWOTH dev=*",
           r);
}

static void directories(void) {
    char path[5000];
    mkdir("w", 0755);
    long dir = open("w", O_RDONLY | O_DIRECTORY);
    long r = call(SYS_chdir, "w");
    expect("chdir res=%ld path=\"w\"", r);
    r = call(SYS_getcwd, path, sizeof(path));
    expect("getcwd res=%ld path=%s", r, quoted(path));
    r = call(SYS_getcwd, path, 1);
    expect("getcwd res=%d path=<>", -ERANGE);
#ifdef SYS_getdents
    r = call(SYS_getdents, dir, path, sizeof(path));
    expect("getdents res=%ld fd=%ld", r, dir);
#endif
    r = call(SYS_getdents64, dir, path, sizeof(path));
    expect("getdents64 res=%ld fd=%ld", r, dir);
    chdir("..");
    r = call(SYS_fchdir, dir);
    expect("fchdir res=%ld fd=%ld", r, dir);
    r = call(SYS_chroot, "absent");
    expect("chroot res=%d path=\"absent\"", -ENOENT);
}

static void mounts(void) {
    if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
        return;
    }
    expect("mount res=0 dev=\"none\" dir=\"/\" type=<> flags=REC|PRIVATE");
    mkdir("m", 0755);
    long r = call(SYS_mount, "tmpfs", "m", "tmpfs", MS_NOSUID | MS_NODEV, "size=64k");
    expect("mount res=%ld dev=\"tmpfs\" dir=\"m\" type=\"tmpfs\" flags=NOSUID|NODEV", r);
    r = call(SYS_mount, "/etc", "m", NULL, MS_BIND | MS_MGC_VAL, NULL);
    expect("mount res=%ld dev=\"/etc\" dir=\"m\" type=<> flags=BIND", r);
    r = call(SYS_umount2, "m", MNT_DETACH);
    expect("umount2 res=%ld name=\"m\" flags=DETACH", r);
    r = call(SYS_umount2, "absent", 0);
    expect("umount2 res=%d name=\"absent\" flags=0", -ENOENT);
}

const struct test_case file_cases[] = {
#ifdef SYS_open
    {"opens", opens},
#endif
    {"opens-at", opens_at},
    {"long-paths", long_paths},
    {"extremes", extremes},
    {"threads", threads},
    {"names", names},
    {"permissions", permissions},
    {"directories", directories},
    {"mounts", mounts},
    {0},
};
