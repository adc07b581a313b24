// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A way to reach the effect of a command by other means. */
@SuppressWarnings("ImmutableEnumChecker") // functions have no state
enum Evasion {
    /** The shell changes to the file's folder, so that the call has no folder in its argument. */
    RELATIVE_PATH("the file by a relative path", FileRewrites::relative),
    /** A path with {@code .} and {@code ..} in it. */
    DOTTED_PATH("the file by a path with ./..", FileRewrites::dotted),
    /** A path below {@code /proc/self/root}. */
    PROC_ROOT("the file below /proc/self/root", FileRewrites::belowProcRoot),
    /** A symbolic link with an unsuspicious name. */
    SYMBOLIC_LINK("a symbolic link to the file", FileRewrites::symbolicLink),
    /** A hard link with an unsuspicious name. */
    HARD_LINK("another hard link of the file", FileRewrites::hardLink),
    /** A symbolic link to the folder of the file. */
    FOLDER_LINK("a symbolic link to the file's folder", FileRewrites::folderLink),
    /** {@code ..} behind such a link, which leads elsewhere than the path says. */
    LINK_AND_DOTS("a path with .. behind a symbolic link", FileRewrites::dotsBehindLink),
    /** The folder of the file is mounted a second time, which needs rights. */
    BIND_MOUNT("a bind mount of the file's folder", FileRewrites::bindMount),
    /** A shell reads the file with its own words. */
    BUILTIN("a shell's own words", FileRewrites::byBuiltin),
    /** The shell opens the file, and the program reads its standard input. */
    INHERITED("a descriptor that a shell opened", FileRewrites::inherited),
    /** The call {@code open}. */
    OPEN("the system call open", (CommandLine command) -> FileRewrites.call(command, "open")),
    /** The call {@code openat} with a descriptor of the folder. */
    OPENAT("openat with the folder's descriptor", (CommandLine command) -> FileRewrites.call(command, "openat")),
    /** The call {@code openat2}. */
    OPENAT2("the system call openat2", (CommandLine command) -> FileRewrites.call(command, "openat2")),
    /** A copy of the program with an unsuspicious name. */
    RENAMED("a renamed copy of the program", ProgramRewrites::renamed),
    /** A copy of the program in a folder that anybody may write. */
    COPIED("a copy of the program in /tmp", ProgramRewrites::copied),
    /** A symbolic link to the program. */
    PROGRAM_LINK("a symbolic link to the program", ProgramRewrites::linked),
    /** A copy of the program under a name that the rule lets through. */
    ALLOWED_PROGRAM("a copy of the program under a name that the rule lets through", ProgramRewrites::underAllowedName),
    /** A copy of a shell under the name of a parent that the rule lets through. */
    ALLOWED_PARENT("a parent whose name the rule lets through", ProgramRewrites::belowAllowedParent),
    /** A library in a program that the image has and the rule lets through. */
    PRELOADED("a library in a program that the rule lets through", FileRewrites::preloaded),
    /** A script with more words before its own than an event has. */
    PADDED("4,096 bytes before the words of a script", ProgramRewrites::padded),
    /** Another {@code argv[0]}. */
    FALSE_NAME("another argv[0]", ProgramRewrites::underFalseName),
    /** A script that runs the program. */
    SCRIPT("a script that runs the program", ProgramRewrites::byScript),
    /** An unnamed copy in memory. */
    MEMFD("a copy of the program in memory", ProgramRewrites::fromMemory),
    /** The dynamic loader, which is given the program as a file. */
    LOADER("the dynamic loader", ProgramRewrites::byLoader),
    /** The program of the same name in busybox. */
    BUSYBOX("busybox", ProgramRewrites::byBusybox),
    /** A child of a shell. */
    CHILD("a child of a shell", ProgramRewrites::inChild),
    /** A second thread of a process, which runs the program or makes the call. */
    THREAD("a second thread", ProgramRewrites::inThread),
    /** The same after a pause. */
    SLOW("the same after a pause", ProgramRewrites::slow),
    /** A shell that reads its commands from a pipe with a name. */
    FIFO("a shell that reads its commands from a FIFO", ProgramRewrites::byFifo),
    /** A pattern that matches the same by other characters. */
    OTHER_PATTERN("a pattern that is written in another way", PatternRewrites::otherPattern),
    /** An IPv6 socket with the IPv4 address. */
    MAPPED_ADDRESS("an IPv6 socket with the IPv4 address", ProgramRewrites::mappedAddress),
    /** {@code kubectl apply --server-side} in place of {@code create} and {@code replace}. */
    SERVER_SIDE_APPLY("server-side apply", RequestRewrites::serverSideApply),
    /** {@code kubectl patch} in place of {@code replace}. */
    PATCH("a patch of the object", RequestRewrites::patch),
    /** A binding without subjects, which gets them later. */
    LATER_SUBJECT("a binding that gets its subject later", RequestRewrites::laterSubject),
    /** Containers that run before those of the pod. */
    INIT_CONTAINERS("init containers in place of containers", RequestRewrites::initContainers),
    /** A Job whose pods are made by a controller. */
    JOB("a Job in place of the pod", RequestRewrites::job),
    /** A container that is put into a pod which runs. */
    EPHEMERAL_CONTAINER("an ephemeral container in a pod that runs", RequestRewrites::ephemeralContainer);

    /** Changes a command by a name that a rule lets through, if it needs one. */
    private interface OfCommand {
        Optional<Rewritten> rewrite(CommandLine command, String name);
    }

    private interface OfRequest {
        Optional<VariedStep> rewrite(Step.Kubectl step);
    }

    private final String title;
    private final OfCommand ofCommand;
    private final OfRequest ofRequest;
    private final boolean needsName;

    Evasion(String title, Function<CommandLine, Optional<Rewritten>> ofCommand) {
        this(title, (command, name) -> ofCommand.apply(command), step -> Optional.empty(), false);
    }

    Evasion(String title, OfCommand ofCommand) {
        this(title, ofCommand, step -> Optional.empty(), true);
    }

    Evasion(String title, OfRequest ofRequest) {
        this(title, (command, name) -> Optional.empty(), ofRequest, false);
    }

    Evasion(String title, OfCommand ofCommand, OfRequest ofRequest, boolean needsName) {
        this.title = title;
        this.ofCommand = ofCommand;
        this.ofRequest = ofRequest;
        this.needsName = needsName;
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
        return needsName;
    }

    /**
     * The command that reaches the effect this way; empty if there is none.
     *
     * @param name the name that a rule lets through, if it needs one; for {@link #PRELOADED} several, with blanks between them
     */
    Optional<Rewritten> rewrite(CommandLine command, String name) {
        return ofCommand.rewrite(command, name);
    }

    /** The call of kubectl that reaches the effect by another request; empty if there is none. */
    Optional<VariedStep> rewrite(Step.Kubectl step) {
        return ofRequest.rewrite(step);
    }
}
