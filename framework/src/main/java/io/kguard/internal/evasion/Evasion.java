// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.evasion;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A way to reach the effect of a command by other means. */
public enum Evasion {
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
    /** The shell opens the file, and the program reads its standard input. */
    INHERITED("a descriptor that a shell opened", FileRewrites::inherited),
    /** The call {@code open}. */
    OPEN("the system call open", command -> FileRewrites.call(command, "open")),
    /** The call {@code openat} with a descriptor of the folder. */
    OPENAT("openat with the folder's descriptor", command -> FileRewrites.call(command, "openat")),
    /** The call {@code openat2}. */
    OPENAT2("the system call openat2", command -> FileRewrites.call(command, "openat2")),
    /** A copy of the program with an unsuspicious name. */
    RENAMED("a renamed copy of the program", ProgramRewrites::renamed),
    /** A copy of the program in a folder that anybody may write. */
    COPIED("a copy of the program in /tmp", ProgramRewrites::copied),
    /** A symbolic link to the program. */
    PROGRAM_LINK("a symbolic link to the program", ProgramRewrites::linked),
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
    /** The same after a pause. */
    SLOW("the same after a pause", ProgramRewrites::slow),
    /** An IPv6 socket with the IPv4 address. */
    MAPPED_ADDRESS("an IPv6 socket with the IPv4 address", ProgramRewrites::mappedAddress);

    private final String title;
    private final Function<CommandLine, Optional<Rewritten>> rewrite;

    Evasion(String title, Function<CommandLine, Optional<Rewritten>> rewrite) {
        this.title = title;
        this.rewrite = rewrite;
    }

    /** What is used instead, in a few words. */
    public String title() {
        return title;
    }

    /** Its name in ids and reports: lower-case words joined by dashes. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The command that reaches the effect this way; empty if there is none. */
    Optional<Rewritten> rewrite(CommandLine command) {
        return rewrite.apply(command);
    }
}
