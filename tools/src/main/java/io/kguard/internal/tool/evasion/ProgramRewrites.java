// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import static java.util.stream.Collectors.joining;

import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other ways to run the program of a command. */
final class ProgramRewrites {
    private static final String FOLDER = "/tmp/update";
    private static final String OTHER_NAME = FOLDER + "/helper";
    private static final String FIFO = "/tmp/jobs";
    private static final String SCRIPT = FOLDER + "/run";
    private static final String FIND = "\"$(command -v \"$0\")\"";

    private ProgramRewrites() {}

    static Optional<Rewritten> renamed(CommandLine command) {
        String copy = command.named(OTHER_NAME);
        return prepared(command, copy, "cp " + FIND + " " + copy);
    }

    static Optional<Rewritten> copied(CommandLine command) {
        String copy = FOLDER + "/" + command.programName();
        return prepared(command, copy, "cp " + FIND + " " + FOLDER + "/");
    }

    static Optional<Rewritten> linked(CommandLine command) {
        String link = command.named(OTHER_NAME);
        return prepared(command, link, "ln -s " + FIND + " " + link);
    }

    static Optional<Rewritten> underAllowedName(CommandLine command, String name) {
        String copy = command.named(FOLDER) + "/" + name;
        return command.programName().equals(name)
                ? Optional.empty()
                : prepared(command, copy, "mkdir -p " + command.named(FOLDER) + " && cp " + FIND + " " + copy);
    }

    /** The name belongs to a shell, which starts the program. */
    static Optional<Rewritten> belowAllowedParent(CommandLine command, String name) {
        String shell = FOLDER + "/" + name;
        return Optional.of(Rewritten.of(command.after(shell, "-c", "\"$0\" \"$@\"; exit $?"))
                .preparedBy("mkdir -p " + FOLDER + " && cp " + FIND + " " + shell, "sh"));
    }

    /** An event has the first 4,096 bytes of the arguments. */
    static Optional<Rewritten> padded(CommandLine command) {
        List<String> words = command.words();
        int script = words.indexOf("-c") + 1;
        if (!command.isShell() || script < 2 || script == words.size()) {
            return Optional.empty();
        }
        return Optional.of(Rewritten.of(command.with(script, ": " + "x".repeat(4096) + "; " + words.get(script))));
    }

    static Optional<Rewritten> byScript(CommandLine command) {
        String script =
                "mkdir -p " + FOLDER + " && printf '#!/bin/sh\\n\"$@\"\\n' >" + SCRIPT + " && chmod 755 " + SCRIPT;
        return Optional.of(Rewritten.of(command.after(SCRIPT)).preparedBy(script, "sh"));
    }

    /** The commands come through a pipe with a name: no process has them among its arguments. */
    static Optional<Rewritten> byFifo(CommandLine command) {
        List<String> words = command.words();
        boolean script = command.isShell() && words.size() == 3 && words.get(1).equals("-c");
        String shell = script ? command.program() : "sh";
        String commands = script
                ? words.get(2)
                : words.stream().map(ProgramRewrites::quoted).collect(joining(" "));
        String fifo = command.named(FIFO);
        return Optional.of(Rewritten.of(new CommandLine(List.of(shell))
                        .inShell("\"$0\" <" + fifo + " & cat " + fifo + ".txt >" + fifo + "; wait $!; exit $?"))
                .preparedBy("mkfifo " + fifo + " && printf '%s\\n' \"$0\" >" + fifo + ".txt", commands));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static Optional<Rewritten> underFalseName(CommandLine command) {
        return Optional.of(Rewritten.of(command.after("bash", "-c", "exec -a update \"$0\" \"$@\"")));
    }

    static Optional<Rewritten> fromMemory(CommandLine command) {
        return Optional.of(Rewritten.of(command.inShell("exec " + StandIns.ACTOR + " memfd " + FIND + " \"$@\"")));
    }

    static Optional<Rewritten> byLoader(CommandLine command) {
        return Optional.of(Rewritten.of(command.inShell("for loader in /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.*; do"
                + " [ -x \"$loader\" ] && exec \"$loader\" " + FIND + " \"$@\"; done; exit 127")));
    }

    static Optional<Rewritten> byBusybox(CommandLine command) {
        return command.isActor() || command.program().contains("/")
                ? Optional.empty()
                : Optional.of(Rewritten.of(command.after("busybox")));
    }

    static Optional<Rewritten> inChild(CommandLine command) {
        return Optional.of(Rewritten.of(command.inShell("\"$0\" \"$@\"; exit $?")));
    }

    static Optional<Rewritten> inThread(CommandLine command) {
        if (!command.isActor()) {
            return Optional.of(Rewritten.of(command.after(StandIns.ACTOR, "in-thread", "as", command.programName())));
        }
        List<String> changed = new ArrayList<>(command.words());
        changed.add(1, "in-thread");
        return Optional.of(Rewritten.of(new CommandLine(changed)));
    }

    static Optional<Rewritten> slow(CommandLine command) {
        return Optional.of(Rewritten.of(command.inShell("sleep 0.5; exec \"$0\" \"$@\"")));
    }

    /** The IPv4 address is written as an IPv6 address. */
    static Optional<Rewritten> mappedAddress(CommandLine command) {
        int connect = command.words().indexOf("connect");
        if (!command.isActor() || connect < 1) {
            return Optional.empty();
        }
        List<String> changed = new ArrayList<>(command.words());
        changed.set(connect, "connect6");
        return Optional.of(Rewritten.of(new CommandLine(changed)));
    }

    private static Optional<Rewritten> prepared(CommandLine command, String program, String script) {
        return Optional.of(Rewritten.of(command.withProgram(program))
                .preparedBy("mkdir -p " + FOLDER + " && " + script, command.program()));
    }
}
