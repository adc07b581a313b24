// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A system call that a play can make.
 *
 * @param name the system call
 * @param arguments its arguments in the kernel's order
 */
record PlayedCall(String name, List<Argument> arguments) {
    /** What an argument is. */
    enum Kind {
        /** The path of a file that is there. */
        FILE,
        /** The path of a file that is there and that the call changes. */
        CHANGED,
        /** A path that the call makes. */
        NEW,
        /** The path of a folder that is there. */
        FOLDER,
        /** Any string. */
        TEXT,
        DESCRIPTOR,
        /** Flags or a constant: {@code hint} names the table. */
        NAMED,
        NUMBER,
        MODE,
        SIGNAL,
        /** A process: always the one that is there to be a victim. */
        VICTIM,
        /** Bytes, and their number. */
        BYTES,
        /** Space for an answer, and its size. */
        SPACE,
        /** What the call needs and events do not tell: {@code otherwise} is the word. */
        FIXED
    }

    /**
     * An argument.
     *
     * @param kind what it is
     * @param name the parameter of the event that tells it; empty for none
     * @param otherwise what is used if the script does not say it; null if it must
     * @param table the table of the names of its values; empty for none
     */
    record Argument(Kind kind, String name, @Nullable String otherwise, String table) {}

    static final Map<String, PlayedCall> ALL = new LinkedHashMap<>();

    private static final String HERE = "AT_FDCWD";
    private static final String NOTHING = "n0";
    private static final int AT_REMOVEDIR = 0x200;

    static {
        Argument here = new Argument(Kind.DESCRIPTOR, "dirfd", HERE, "");
        Argument flags = named("flags", "file_flags", "O_RDONLY");
        Argument mode = new Argument(Kind.MODE, "mode", "0644", "");
        call("open", text(Kind.TEXT, "name"), flags, mode);
        call("openat", here, text(Kind.TEXT, "name"), flags, mode);
        call("creat", text(Kind.NEW, "name"), mode);
        call("unlink", text(Kind.CHANGED, "path"));
        call("unlinkat", here, text(Kind.CHANGED, "name"), named("flags", "unlinkat_flags", "0"));
        call("rmdir", text(Kind.FOLDER, "path"));
        call("mkdir", text(Kind.NEW, "path"), mode);
        call("mkdirat", here, text(Kind.NEW, "path"), mode);
        call("rename", text(Kind.CHANGED, "oldpath"), text(Kind.NEW, "newpath"));
        Argument oldFolder = new Argument(Kind.DESCRIPTOR, "olddirfd", HERE, "");
        Argument newFolder = new Argument(Kind.DESCRIPTOR, "newdirfd", HERE, "");
        Argument oldPath = text(Kind.CHANGED, "oldpath");
        Argument newPath = text(Kind.NEW, "newpath");
        call("renameat", oldFolder, oldPath, newFolder, newPath);
        call("renameat2", oldFolder, oldPath, newFolder, newPath, named("flags", "renameat2_flags", "0"));
        call("symlink", text(Kind.TEXT, "target"), text(Kind.NEW, "linkpath"));
        call(
                "symlinkat",
                text(Kind.TEXT, "target"),
                new Argument(Kind.DESCRIPTOR, "linkdirfd", HERE, ""),
                text(Kind.NEW, "linkpath"));
        call("link", text(Kind.FILE, "oldpath"), newPath);
        call(
                "linkat",
                new Argument(Kind.DESCRIPTOR, "olddir", HERE, ""),
                text(Kind.FILE, "oldpath"),
                new Argument(Kind.DESCRIPTOR, "newdir", HERE, ""),
                newPath,
                named("flags", "linkat_flags", "0"));
        Argument bits = new Argument(Kind.MODE, "mode", "0755", "chmod_mode");
        call("chmod", text(Kind.CHANGED, "filename"), bits);
        call("fchmodat", here, text(Kind.CHANGED, "filename"), bits);
        Argument fd = new Argument(Kind.DESCRIPTOR, "fd", null, "");
        call("fchmod", fd, bits);
        Argument owner = number("uid", "0");
        Argument group = number("gid", "0");
        call("chown", text(Kind.CHANGED, "path"), owner, group);
        call("lchown", text(Kind.CHANGED, "path"), owner, group);
        call("fchown", fd, owner, group);
        call("fchownat", here, text(Kind.CHANGED, "pathname"), owner, group, named("flags", "fchownat_flags", "0"));
        call("chdir", text(Kind.FOLDER, "path"));
        call("chroot", text(Kind.FOLDER, "path"));
        call(
                "mount",
                text(Kind.TEXT, "dev"),
                text(Kind.FOLDER, "dir"),
                text(Kind.TEXT, "type"),
                named("flags", "mount_flags", "0"),
                fixed(NOTHING));
        call("umount2", text(Kind.TEXT, "name"), named("flags", "umount_flags", "0"));
        call("setuid", number("uid", "0"));
        call("setgid", number("gid", "0"));
        call("setresuid", number("ruid", "-1"), number("euid", "-1"), number("suid", "-1"));
        call("setresgid", number("rgid", "-1"), number("egid", "-1"), number("sgid", "-1"));
        call("setsid");
        call("setpgid", number("pid", "0"), number("pgid", "0"));
        call(
                "setns",
                new Argument(Kind.DESCRIPTOR, "fd", "/proc/self/ns/uts", ""),
                named("nstype", "clone_flags", "0"));
        call("unshare", named("flags", "clone_flags", "0"));
        call("userfaultfd", named("flags", "file_flags", "0"));
        call("bpf", named("cmd", "bpf_commands", "0"), fixed("z128"), fixed("n128"));
        call(
                "ptrace",
                named("request", "ptrace_requests", "PTRACE_ATTACH"),
                new Argument(Kind.VICTIM, "pid", "0", ""),
                number("addr", "0"),
                number("data", "0"));
        call("kill", new Argument(Kind.VICTIM, "pid", "0", ""), new Argument(Kind.SIGNAL, "sig", "SIGTERM", "signal"));
        call("tkill", new Argument(Kind.VICTIM, "tid", "0", ""), new Argument(Kind.SIGNAL, "sig", "SIGTERM", "signal"));
        call("dup", new Argument(Kind.DESCRIPTOR, "oldfd", "1", ""));
        Argument oldFd = new Argument(Kind.DESCRIPTOR, "oldfd", "0", "");
        Argument newFd = new Argument(Kind.DESCRIPTOR, "newfd", "9", "");
        call("dup2", oldFd, newFd);
        call("dup3", oldFd, newFd, named("flags", "file_flags", "0"));
        call("close", fd);
        call("read", fd, new Argument(Kind.SPACE, "size", "4096", ""));
        call("write", fd, new Argument(Kind.BYTES, "data", "played", ""));
        call(
                "socket",
                named("domain", "socket_families", "AF_INET"),
                new Argument(Kind.NUMBER, "type", "1", ""),
                number("proto", "0"));
        call("listen", fd, number("backlog", "8"));
        call("memfd_create", text(Kind.TEXT, "name"), named("flags", "memfd_create_flags", "0"));
        call("pipe2", fixed("z8"), named("flags", "file_flags", "0"));
        call(
                "splice",
                new Argument(Kind.DESCRIPTOR, "fd_in", null, ""),
                fixed(NOTHING),
                new Argument(Kind.DESCRIPTOR, "fd_out", null, ""),
                fixed(NOTHING),
                number("size", "1"),
                named("flags", "splice_flags", "0"));
        call(
                "sendfile",
                new Argument(Kind.DESCRIPTOR, "out_fd", null, ""),
                new Argument(Kind.DESCRIPTOR, "in_fd", null, ""),
                fixed(NOTHING),
                number("size", "1"));
        call("init_module", new Argument(Kind.BYTES, "img", "", ""), new Argument(Kind.TEXT, "uargs", "", ""));
        call("finit_module", fd, new Argument(Kind.TEXT, "uargs", "", ""), named("flags", "finit_module_flags", "0"));
        call("delete_module", text(Kind.TEXT, "name"), named("flags", "delete_module_flags", "0"));
        call(
                "prctl",
                named("option", "prctl_options", "PR_GET_DUMPABLE"),
                number("arg2_int", "0"),
                fixed(NOTHING),
                fixed(NOTHING));
        call(
                "mknod",
                text(Kind.NEW, "path"),
                new Argument(Kind.MODE, "mode", "S_IFCHR|0600", "mknod_mode"),
                number("dev", "0"));
        call(
                "mknodat",
                here,
                text(Kind.NEW, "path"),
                new Argument(Kind.MODE, "mode", "S_IFCHR|0600", "mknod_mode"),
                number("dev", "0"));
        call("eventfd2", number("initval", "0"), named("flags", "file_flags", "0"));
        call("inotify_init1", named("flags", "file_flags", "0"));
        call("epoll_create1", named("flags", "epoll_create1_flags", "0"));
        call("pidfd_open", new Argument(Kind.VICTIM, "pid", "0", ""), named("flags", "pidfd_open_flags", "0"));
        call("mlockall", named("flags", "mlockall_flags", "1"));
    }

    /** The calls by which programs of this machine do what verbs say, by those of x86-64, where they are others. */
    static final Map<String, PlayedCall> OF_VERBS = ofVerbs(NamedNumbers.isArm64());

    /** aarch64 has only the later ones of calls that do the same. */
    static Map<String, PlayedCall> ofVerbs(boolean isArm64) {
        Map<String, PlayedCall> calls = new LinkedHashMap<>();
        if (isArm64) {
            Map.of("rename", "renameat", "mkdir", "mkdirat", "symlink", "symlinkat")
                    .forEach((old, later) -> calls.put(old, Objects.requireNonNull(ALL.get(later))));
            Map.of("chmod", "fchmodat", "dup2", "dup3", "mknod", "mknodat")
                    .forEach((old, later) -> calls.put(old, Objects.requireNonNull(ALL.get(later))));
            Argument here = new Argument(Kind.DESCRIPTOR, "dirfd", HERE, "");
            calls.put(
                    "rmdir",
                    new PlayedCall("unlinkat", List.of(here, text(Kind.FOLDER, "path"), fixed("n" + AT_REMOVEDIR))));
        }
        return Collections.unmodifiableMap(calls);
    }

    private static void call(String name, Argument... arguments) {
        ALL.put(name, new PlayedCall(name, List.of(arguments)));
    }

    private static Argument text(Kind kind, String name) {
        return new Argument(kind, name, null, "");
    }

    private static Argument named(String name, String table, @Nullable String otherwise) {
        return new Argument(Kind.NAMED, name, otherwise, table);
    }

    private static Argument number(String name, @Nullable String otherwise) {
        return new Argument(Kind.NUMBER, name, otherwise, "");
    }

    private static Argument fixed(String word) {
        return new Argument(Kind.FIXED, "", word, "");
    }
}
