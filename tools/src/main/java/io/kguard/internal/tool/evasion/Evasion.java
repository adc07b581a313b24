// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.Locale;
import java.util.Optional;

/** A way to reach the effect of a command by other means. */
enum Evasion {
    /** The shell changes to the file's folder, so that the call has no folder in its argument. */
    RELATIVE_PATH("the file by a relative path"),
    /** A path with {@code .} and {@code ..} in it. */
    DOTTED_PATH("the file by a path with ./.."),
    /** A path below {@code /proc/self/root}. */
    PROC_ROOT("the file below /proc/self/root"),
    /** A symbolic link with an unsuspicious name. */
    SYMBOLIC_LINK("a symbolic link to the file"),
    /** A hard link with an unsuspicious name. */
    HARD_LINK("another hard link of the file"),
    /** A symbolic link to the folder of the file. */
    FOLDER_LINK("a symbolic link to the file's folder"),
    /** {@code ..} behind such a link, which leads elsewhere than the path says. */
    LINK_AND_DOTS("a path with .. behind a symbolic link"),
    /** The folder of the file is mounted a second time, which needs rights. */
    BIND_MOUNT("a bind mount of the file's folder"),
    /** A shell reads the file with its own words. */
    BUILTIN("a shell's own words"),
    /** The shell opens the file, and the program reads its standard input. */
    INHERITED("a descriptor that a shell opened"),
    /** The call {@code open}. */
    OPEN("the system call open"),
    /** The call {@code openat} with a descriptor of the folder. */
    OPENAT("openat with the folder's descriptor"),
    /** The call {@code openat2}. */
    OPENAT2("the system call openat2"),
    /** A copy of the program with an unsuspicious name. */
    RENAMED("a renamed copy of the program"),
    /** A copy of the program in a folder that anybody may write. */
    COPIED("a copy of the program in /tmp"),
    /** A symbolic link to the program. */
    PROGRAM_LINK("a symbolic link to the program"),
    /** A copy of the program under a name that the rule lets through. */
    ALLOWED_PROGRAM("a copy of the program under a name that the rule lets through"),
    /** A copy of a shell under the name of a parent that the rule lets through. */
    ALLOWED_PARENT("a parent whose name the rule lets through"),
    /** A library in a program that the image has and the rule lets through. */
    PRELOADED("a library in a program that the rule lets through"),
    /** A script with more words before its own than an event has. */
    PADDED("4,096 bytes before the words of a script"),
    /** Another {@code argv[0]}. */
    FALSE_NAME("another argv[0]"),
    /** A script that runs the program. */
    SCRIPT("a script that runs the program"),
    /** An unnamed copy in memory. */
    MEMFD("a copy of the program in memory"),
    /** The dynamic loader, which is given the program as a file. */
    LOADER("the dynamic loader"),
    /** The program of the same name in busybox. */
    BUSYBOX("busybox"),
    /** A child of a shell. */
    CHILD("a child of a shell"),
    /** A second thread of a process, which runs the program or makes the call. */
    THREAD("a second thread"),
    /** The same after a pause. */
    SLOW("the same after a pause"),
    /** A shell that reads its commands from a pipe with a name. */
    FIFO("a shell that reads its commands from a FIFO"),
    /** A pattern that matches the same by other characters. */
    OTHER_PATTERN("a pattern that is written in another way"),
    /** An IPv6 socket with the IPv4 address. */
    MAPPED_ADDRESS("an IPv6 socket with the IPv4 address"),
    /** {@code kubectl apply --server-side} in place of {@code create} and {@code replace}. */
    SERVER_SIDE_APPLY("server-side apply"),
    /** {@code kubectl patch} in place of {@code replace}. */
    PATCH("a patch of the object"),
    /** A binding without subjects, which gets them later. */
    LATER_SUBJECT("a binding that gets its subject later"),
    /** Containers that run before those of the pod. */
    INIT_CONTAINERS("init containers in place of containers"),
    /** A Job whose pods are made by a controller. */
    JOB("a Job in place of the pod"),
    /** A container that is put into a pod which runs. */
    EPHEMERAL_CONTAINER("an ephemeral container in a pod that runs");

    private final String title;

    Evasion(String title) {
        this.title = title;
    }

    /** What is used instead, in a few words. */
    public String title() {
        return title;
    }

    /** Its name in ids and reports: lower-case words joined by dashes. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it needs a name that a rule lets through. */
    boolean needsName() {
        return this == PRELOADED || this == ALLOWED_PROGRAM || this == ALLOWED_PARENT;
    }

    /**
     * The command that reaches the effect this way; empty if there is none.
     *
     * @param name the name that a rule lets through, if it needs one; for {@link #PRELOADED} several, with blanks between them
     */
    Optional<Rewritten> rewrite(CommandLine command, String name) {
        return switch (this) {
            case RELATIVE_PATH -> FileRewrites.relative(command);
            case DOTTED_PATH -> FileRewrites.dotted(command);
            case PROC_ROOT -> FileRewrites.belowProcRoot(command);
            case SYMBOLIC_LINK -> FileRewrites.symbolicLink(command);
            case HARD_LINK -> FileRewrites.hardLink(command);
            case FOLDER_LINK -> FileRewrites.folderLink(command);
            case LINK_AND_DOTS -> FileRewrites.dotsBehindLink(command);
            case BIND_MOUNT -> FileRewrites.bindMount(command);
            case BUILTIN -> FileRewrites.byBuiltin(command);
            case INHERITED -> FileRewrites.inherited(command);
            case OPEN -> FileRewrites.call(command, "open");
            case OPENAT -> FileRewrites.call(command, "openat");
            case OPENAT2 -> FileRewrites.call(command, "openat2");
            case RENAMED -> ProgramRewrites.renamed(command);
            case COPIED -> ProgramRewrites.copied(command);
            case PROGRAM_LINK -> ProgramRewrites.linked(command);
            case ALLOWED_PROGRAM -> ProgramRewrites.underAllowedName(command, name);
            case ALLOWED_PARENT -> ProgramRewrites.belowAllowedParent(command, name);
            case PRELOADED -> FileRewrites.preloaded(command, name);
            case PADDED -> ProgramRewrites.padded(command);
            case FALSE_NAME -> ProgramRewrites.underFalseName(command);
            case SCRIPT -> ProgramRewrites.byScript(command);
            case MEMFD -> ProgramRewrites.fromMemory(command);
            case LOADER -> ProgramRewrites.byLoader(command);
            case BUSYBOX -> ProgramRewrites.byBusybox(command);
            case CHILD -> ProgramRewrites.inChild(command);
            case THREAD -> ProgramRewrites.inThread(command);
            case SLOW -> ProgramRewrites.slow(command);
            case FIFO -> ProgramRewrites.byFifo(command);
            case OTHER_PATTERN -> PatternRewrites.otherPattern(command);
            case MAPPED_ADDRESS -> ProgramRewrites.mappedAddress(command);
            case SERVER_SIDE_APPLY, PATCH, LATER_SUBJECT, INIT_CONTAINERS, JOB, EPHEMERAL_CONTAINER -> Optional.empty();
        };
    }

    /** The call of kubectl that reaches the effect by another request; empty if there is none. */
    Optional<RewrittenRequest> rewrite(Step.Kubectl step) {
        return switch (this) {
            case SERVER_SIDE_APPLY -> RequestRewrites.serverSideApply(step);
            case PATCH -> RequestRewrites.patch(step);
            case LATER_SUBJECT -> RequestRewrites.laterSubject(step);
            case INIT_CONTAINERS -> RequestRewrites.initContainers(step);
            case JOB -> RequestRewrites.job(step);
            case EPHEMERAL_CONTAINER -> RequestRewrites.ephemeralContainer(step);
            default -> Optional.empty();
        };
    }
}
