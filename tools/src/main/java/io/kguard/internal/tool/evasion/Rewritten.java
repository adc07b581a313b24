// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import java.util.List;

/**
 * A command that has the effect of another one.
 *
 * @param preparation commands that must run before; alerts about them don't count
 * @param command the command
 */
record Rewritten(List<CommandLine> preparation, CommandLine command) {
    Rewritten {
        preparation = List.copyOf(preparation);
    }

    static Rewritten of(CommandLine command) {
        return new Rewritten(List.of(), command);
    }

    /** This after a shell's script, with its arguments from {@code $0} on. */
    Rewritten preparedBy(String script, String... arguments) {
        return new Rewritten(List.of(new CommandLine(List.of(arguments)).inShell(script)), command);
    }
}
