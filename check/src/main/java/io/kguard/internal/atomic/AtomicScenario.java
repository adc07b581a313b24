// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes an atomic's test as a scenario file. Its effect is not proven: nobody can tell from the format what it must be. */
final class AtomicScenario {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final int TITLE = 150;

    private AtomicScenario() {}

    /** The scenario's id. */
    static String id(AtomicTest test) {
        return "atomic-" + test.id().toLowerCase(Locale.ROOT).replace('.', '-');
    }

    static String text(AtomicTest test) {
        StringBuilder text = new StringBuilder("# Made of an atomic, by " + Wording.goal("scenarios") + ".\nscenario: ")
                .append(id(test))
                .append("\ntitle: ")
                .append(quoted(title(test.name())))
                .append("\nattack: [")
                .append(test.technique())
                .append("]\neffect: unproven\n");
        if (test.usesKubectl()) {
            text.append("cluster: {}\n");
        }
        text.append("pods:\n  - metadata: {name: atomic, namespace: default}\n    spec:\n      containers:\n");
        text.append("        - {name: atomic, image: base, command: [sleep, infinity]}\nsteps:\n");
        steps(test).forEach(step -> text.append("  - ").append(step).append("\n"));
        return text.toString();
    }

    private static List<String> steps(AtomicTest test) {
        List<String> steps = new ArrayList<>();
        test.prerequisites().forEach(script -> steps.add(shell(test, test.filled(script))));
        for (String script : List.of(test.command(), test.cleanup())) {
            if (script.isBlank()) {
                continue;
            }
            if (test.usesKubectl()) {
                test.linesOf(script).forEach(line -> steps.add(kubectl(line)));
            } else {
                steps.add(shell(test, test.filled(script)));
            }
        }
        return steps;
    }

    private static String shell(AtomicTest test, String script) {
        return "exec: {pod: atomic, command: [" + test.executor().name() + ", -c, " + quoted(script.strip())
                + "], exit: any, leaves: running}";
    }

    private static String kubectl(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.substring("kubectl ".length()));
        while (word.find()) {
            for (int group = 1; group <= word.groupCount(); group++) {
                if (word.group(group) != null) {
                    words.add(quoted(word.group(group)));
                }
            }
        }
        return "kubectl: {args: [" + String.join(", ", words) + "], exit: any, leaves: running}";
    }

    private static String title(String name) {
        String oneLine = name.replaceAll("\\s+", " ").strip();
        return oneLine.length() <= TITLE ? oneLine : oneLine.substring(0, TITLE);
    }

    /** As JSON writes a string, which YAML reads. */
    private static String quoted(String value) {
        return JsonWriter.compact().value(value).json();
    }
}
