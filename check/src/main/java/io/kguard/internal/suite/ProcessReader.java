// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a process: how it is made and started. */
final class ProcessReader {

    private static final int MAX_PROCESSES = 16;
    private static final int MAX_ARGUMENTS = 1000;
    private static final int MAX_VARIABLES = 100;
    private static final int MAX_NAME = 255;
    private static final int MAX_PATH = 4000;
    private static final String FOLDER = "/tmp/kguard-suite/";
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final Pattern RESERVED = Pattern.compile("SUITE|FALCO_EVENT_GENERATOR_.*");

    /** The variable that the last process and its children have, so that their alerts can be told from others. */
    static final String MARK = "SUITE";

    private ProcessReader() {}

    /**
     * The chain of a test.
     *
     * @param context null if the test has none
     * @param name the name of the test
     */
    static Plan chain(YamlMapping test, @Nullable YamlMapping context, String name) {
        YamlMapping unsaid = YamlMapping.empty(test.place(), "a process");
        List<YamlValue> items = context == null ? List.of() : context.items("processes", MAX_PROCESSES);
        Plan plan = new Plan();
        if (items.isEmpty()) {
            return plan.number(1).append(process("1", unsaid, "name", List.of(MARK + "=" + name)));
        }
        plan.number(items.size());
        for (int i = 0; i < items.size(); i++) {
            YamlValue item = items.get(i);
            YamlMapping process =
                    item.isNothing() ? null : SuiteFile.keys("process").read(item, "a process");
            boolean last = i == items.size() - 1;
            if (process != null) {
                process.withoutNothing();
                if (!last) {
                    process.problem(
                            "capabilities",
                            "only the last process can have \"capabilities\"",
                            "the others are only its ancestors");
                }
            }
            List<String> mark = last ? List.of(MARK + "=" + name) : List.of();
            plan.append(process(String.valueOf(i + 1), process == null ? unsaid : process, "name", mark));
        }
        return plan;
    }

    /**
     * A process.
     *
     * @param number tells its default path from others
     * @param nameKey the key of its name
     * @param variables variables of its environment before those of the file
     */
    static Plan process(String number, YamlMapping process, String nameKey, List<String> variables) {
        String exePath = process.text("exePath", FOLDER + "process-" + number);
        if (!exePath.startsWith("/") || exePath.endsWith("/") || exePath.length() > MAX_PATH) {
            process.problem("exePath", "\"exePath\" must be the absolute path of a file", "");
        }
        String name = process.text(nameKey, exePath.substring(exePath.lastIndexOf('/') + 1));
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.matches("\\.\\.?") || name.length() > MAX_NAME) {
            process.problem(nameKey, "\"" + name + "\" can't name a process", "the name of a file, without its folder");
        }
        String exe = process.text("exe", name);
        String user = process.text("user");
        if (user != null && !USER.matcher(user).matches()) {
            process.problem("user", "\"" + user + "\" can't name a user", "letters, digits, -, _ and .");
        }
        List<String> env = new ArrayList<>(variables);
        env.addAll(variables(process));
        return new Plan()
                .word(exePath)
                .word(name)
                .word(exe)
                .word(user == null ? "" : user)
                .word(capabilities(process, user != null))
                .number(process.flag("fileLess", false) ? 1 : 0)
                .words(arguments(process))
                .words(env);
    }

    /** A copy of the program has all capabilities in its file if the test names none. */
    private static String capabilities(YamlMapping process, boolean isCopy) {
        String text = process.text("capabilities");
        if (text == null) {
            return isCopy ? FileCapabilities.ALL.word() : "";
        }
        Optional<FileCapabilities> capabilities = FileCapabilities.parse(text);
        if (capabilities.isEmpty()) {
            process.problem(
                    "capabilities",
                    "\"" + text + "\" are no capabilities",
                    "as cap_from_text reads them: all=iep, or cap_net_admin,cap_net_raw+ep");
        }
        return capabilities.map(FileCapabilities::word).orElse("");
    }

    private static List<String> arguments(YamlMapping process) {
        String line = process.text("args");
        Optional<List<String>> words = line == null ? Optional.of(List.of()) : ArgumentLine.split(line);
        if (words.isEmpty()) {
            process.problem("args", "\"args\" has quotes that are not closed", "");
        } else if (words.get().size() > MAX_ARGUMENTS) {
            process.problem("args", "\"args\" has more than " + MAX_ARGUMENTS + " arguments", "");
        }
        return words.orElse(List.of());
    }

    /** The variables of a key {@code env}, as {@code NAME=value}. */
    static List<String> variables(YamlMapping from) {
        YamlMapping env = from.mapping("env", "env");
        List<String> variables = new ArrayList<>();
        if (env == null) {
            return variables;
        }
        if (env.keys().size() > MAX_VARIABLES) {
            env.place().problem("\"env\" has more than " + MAX_VARIABLES + " variables", "");
            return variables;
        }
        for (YamlValue variable : env.values()) {
            String name = variable.key();
            String text = variable.text();
            if (name.isEmpty() || !name.matches("[^=\\x00]+")) {
                variable.problem("\"" + name + "\" can't name a variable", "");
            } else if (RESERVED.matcher(name).matches()) {
                variable.problem("the variable " + name + " is reserved", "give it another name");
            } else if (text != null) {
                variables.add(name + "=" + text);
            }
        }
        return variables;
    }
}
