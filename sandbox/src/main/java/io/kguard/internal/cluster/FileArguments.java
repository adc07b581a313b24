// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of a kubectl command line that may name files: the values of options that take a file, and the source
 * and target of {@code kubectl cp}.
 *
 * @param names relative paths, as written; the files need not exist
 */
record FileArguments(List<String> names) {
    private static final Set<String> OPTIONS =
            Set.of(("--filename --kustomize --from-file --from-env-file --patch-file --cert --key "
                            + "--certificate-authority --client-certificate --client-key --kubeconfig --custom "
                            + "--template --www")
                    .split(" "));
    /** Commands whose other arguments are files. */
    private static final Set<String> FILE_COMMANDS = Set.of("cp", "kustomize");

    /** {@code -f} or {@code -k}, possibly after other short options, possibly with its value attached. */
    private static final Pattern SHORT_OPTION = Pattern.compile("-[A-Za-z]*?[fk](.*)", Pattern.DOTALL);

    FileArguments {
        names = List.copyOf(names);
    }

    /** The file arguments of a command line without the word kubectl. */
    static FileArguments of(List<String> arguments) {
        int end = arguments.indexOf("--");
        List<String> own = end < 0 ? arguments : arguments.subList(0, end);
        boolean takesFiles = own.stream().anyMatch(FILE_COMMANDS::contains);
        Set<String> names = new LinkedHashSet<>();
        boolean awaitsValue = false;
        for (String argument : own) {
            if (!argument.startsWith("-")) {
                if (takesFiles || awaitsValue) {
                    addValue(argument, names);
                }
                addTemplate(argument, names);
                awaitsValue = false;
                continue;
            }
            Matcher shortOption = SHORT_OPTION.matcher(argument);
            String value = shortOption.matches() ? shortOption.group(1) : "";
            if (value.isEmpty() && OPTIONS.contains(argument.replaceFirst("=.*", ""))) {
                value = argument.replaceFirst("[^=]*=?", "");
            }
            addValue(value, names);
            addTemplate(argument, names);
            awaitsValue = shortOption.matches() || OPTIONS.contains(argument);
        }
        return new FileArguments(List.copyOf(names));
    }

    /** Adds the possible meanings of a value: {@code a.yaml}, {@code a.yaml,b.yaml} and {@code key=a.yaml}. */
    private static void addValue(String value, Set<String> names) {
        for (String part : value.split(",", -1)) {
            add(part, names);
            add(part.substring(part.indexOf('=') + 1), names);
        }
    }

    /** Adds the file of an output format such as {@code jsonpath-file=a.txt}. */
    private static void addTemplate(String argument, Set<String> names) {
        int format = argument.indexOf("-file=");
        if (format >= 0) {
            add(argument.substring(format + "-file=".length()), names);
        }
    }

    private static void add(String name, Set<String> names) {
        if (name.isEmpty()) {
            return;
        }
        try {
            Path path = Path.of(name).normalize();
            if (!path.isAbsolute() && !path.startsWith("..")) {
                names.add(path.toString());
            }
        } catch (InvalidPathException e) {
            // no file of this machine can have that name
        }
    }
}
