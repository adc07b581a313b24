// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an atomic's test as a scenario file. Its effect is not proven: nobody can tell from the format what it must be. */
final class AtomicScenario {
    private static final int TITLE = 150;
    /** Takes pairs of a place and its content in Base64. */
    private static final String WRITE_FILES = "while [ $# -gt 0 ]; do"
            + " mkdir -p \"${1%/*}\" && echo \"$2\" | base64 -d >\"$1\" && chmod 755 \"$1\" || exit 1; shift 2; done";

    private static final String MOUNT = "volumeMounts: [{name: atomics, mountPath: /opt/atomics}]";

    private AtomicScenario() {}

    /** The scenario's id. */
    static String id(AtomicTest test) {
        return "atomic-" + test.id().toLowerCase(Locale.ROOT).replace('.', '-');
    }

    /**
     * The scenario's file.
     *
     * @param image of the container that the commands run in
     * @param needs what it needs of the atomics' folder
     */
    static String text(AtomicTest test, String image, AtomicFolder.Needs needs) {
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
        text.append("        - {name: atomic, image: " + quoted(image) + ", command: [sleep, infinity]"
                + (needs.isNothing() ? "" : ", " + MOUNT) + "}\n");
        files(needs, text);
        text.append("steps:\n");
        steps(test).forEach(step -> text.append("  - ").append(step).append("\n"));
        return text.toString();
    }

    /** The files are put into a volume before the container starts, so that this is no step of the test. */
    private static void files(AtomicFolder.Needs needs, StringBuilder text) {
        if (needs.isNothing()) {
            return;
        }
        text.append("      volumes: [{name: atomics, emptyDir: {}}]\n      initContainers:\n");
        List<String> folders = new ArrayList<>(List.of("mkdir", "-p"));
        folders.addAll(needs.folders());
        text.append(initContainer("folders", folders));
        if (!needs.files().isEmpty()) {
            List<String> files = new ArrayList<>(List.of("sh", "-c", WRITE_FILES, "sh"));
            needs.files().forEach((place, content) -> files.addAll(List.of(place, content)));
            text.append(initContainer("files", files));
        }
    }

    private static String initContainer(String name, List<String> command) {
        return "        - {name: " + name + ", image: base, " + MOUNT + ", command: ["
                + command.stream().map(AtomicScenario::quoted).collect(Collectors.joining(", ")) + "]}\n";
    }

    private static List<String> steps(AtomicTest test) {
        List<String> steps = new ArrayList<>();
        test.preparations().forEach(script -> steps.add(shell(test, script)));
        for (String script : List.of(test.command(), test.cleanup())) {
            if (script.isBlank()) {
                continue;
            }
            if (test.usesKubectl()) {
                test.kubectlLines(script).forEach(line -> steps.add(kubectl(line)));
            } else {
                steps.add(shell(test, test.filled(script)));
            }
        }
        return steps;
    }

    private static String shell(AtomicTest test, String script) {
        return "exec: {pod: atomic, command: [" + test.executor().name() + ", -c, "
                + quoted(AtomicFolder.placed(script.strip())) + "], exit: any, leaves: running}";
    }

    private static String kubectl(KubectlLine line) {
        return "kubectl: {args: ["
                + line.arguments().stream().map(AtomicScenario::quoted).collect(Collectors.joining(", "))
                + "], exit: any, leaves: running}";
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
