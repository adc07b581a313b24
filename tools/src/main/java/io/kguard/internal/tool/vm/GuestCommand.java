// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A command of a guest.
 *
 * @param words the program and its arguments
 * @param folder the folder in which it starts
 * @param environment all of its variables besides {@code PATH} and {@code HOME}
 */
public record GuestCommand(List<String> words, Path folder, Map<String, String> environment) {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Copies them. */
    public GuestCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        folder = folder.toAbsolutePath().normalize();
    }

    /** A script of a shell that runs it. */
    String script() {
        Map<String, String> all = new TreeMap<>(environment);
        all.putIfAbsent("PATH", PATH);
        all.putIfAbsent("HOME", "/root");
        StringBuilder script = new StringBuilder();
        all.forEach((name, value) -> script.append("export ")
                .append(name)
                .append('=')
                .append(quoted(value))
                .append('\n'));
        script.append("cd ").append(quoted(folder.toString())).append(" || exit 126\n");
        return script.append(words.stream().map(GuestCommand::quoted).collect(Collectors.joining(" ", "exec ", "\n")))
                .toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
