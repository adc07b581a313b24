// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import io.kguard.event.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the event of an alert, and the processes around it, as an event script. What the alert does not say is open: there is
 * one script for each possibility.
 */
final class AlertScript {
    private static final int OLDEST_ANCESTOR = 8;

    private final FalcoAlert alert;
    private final boolean terminal;
    private final StringBuilder text = new StringBuilder();

    private AlertScript(FalcoAlert alert, boolean terminal) {
        this.alert = alert;
        this.terminal = terminal;
    }

    /**
     * The scripts that an alert may stand for, the likeliest first.
     *
     * @throws IncidentException if its event is of a type that can't be written
     */
    static List<String> candidates(FalcoAlert alert) {
        List<String> scripts = new ArrayList<>();
        for (boolean terminal : terminals(alert)) {
            for (AlertAction action : AlertAction.of(alert)) {
                scripts.add(new AlertScript(alert, terminal).write(action));
            }
        }
        return scripts;
    }

    private static boolean[] terminals(FalcoAlert alert) {
        Optional<String> tty = alert.field("proc.tty");
        return tty.isPresent() ? new boolean[] {!tty.get().equals("0")} : new boolean[] {false, true};
    }

    private String write(AlertAction action) {
        boolean contained = writeContainer();
        List<NamedProgram> programs = programs(contained, action.executes());
        text.append("processes:\n  - {name: process-1, path: ")
                .append(json(programs.get(0).path()));
        if (!programs.get(0).arguments().isEmpty()) {
            text.append(", args: ").append(json(programs.get(0).arguments()));
        }
        text.append(contained ? ", container: \"1\"" : "")
                .append(terminal ? ", terminal: true" : "")
                .append("}\nactions:\n");
        alert.field("user.uid")
                .filter(uid -> uid.matches("[1-9][0-9]{0,8}"))
                .ifPresent(uid -> action(1, "becomes", uid));
        for (int i = 1; i < programs.size(); i++) {
            boolean inPlace = i == programs.size() - 1 && programs.get(i - 1).isRuntime();
            text.append("  - process-")
                    .append(i)
                    .append(inPlace ? ": {executes: " : ": {spawns: ")
                    .append(json(programs.get(i).command()))
                    .append(", as: process-")
                    .append(i + 1)
                    .append("}\n");
        }
        if (!action.executes()) {
            action(programs.size(), action.verb(), json(action.values()));
        }
        return text.toString();
    }

    private void action(int process, String verb, String value) {
        text.append("  - process-")
                .append(process)
                .append(": {")
                .append(verb)
                .append(": ")
                .append(value)
                .append("}\n");
    }

    /** A string or a list of strings. JSON is YAML, whatever a string holds. */
    private static String json(Object value) {
        return JsonWriter.spaced().tree(value).json();
    }

    private boolean writeContainer() {
        Optional<String> pod = alert.field("k8s.pod.name");
        Optional<String> name = alert.field("container.name");
        boolean contained = pod.isPresent()
                || name.filter(value -> !value.equals("host")).isPresent()
                || alert.field("container.id").filter(id -> !id.equals("host")).isPresent();
        if (!contained) {
            return false;
        }
        String image = alert.field("container.image")
                .or(() -> alert.field("container.image.repository")
                        .map(repository -> repository
                                + alert.field("container.image.tag")
                                        .map(tag -> ":" + tag)
                                        .orElse("")))
                .orElse("image");
        text.append("containers:\n  - {name: \"1\", image: ").append(json(image));
        pod.ifPresent(value -> text.append(", pod: ")
                .append(json(value))
                .append(", namespace: ")
                .append(json(alert.field("k8s.ns.name").orElse("default"))));
        text.append("}\n");
        return true;
    }

    /** The program of the alert's process, and before it those of its ancestors, the oldest first. */
    private List<NamedProgram> programs(boolean contained, boolean executes) {
        NamedProgram program = NamedProgram.of(
                        alert, "proc.exepath", "proc.name", "proc.exe", "proc.cmdline", "proc.args")
                .orElse(NamedProgram.UNKNOWN);
        List<NamedProgram> programs = new ArrayList<>();
        for (int i = OLDEST_ANCESTOR; i > 1; i--) {
            NamedProgram.of(
                            alert,
                            "proc.aexepath[" + i + "]",
                            "proc.aname[" + i + "]",
                            "proc.aexe[" + i + "]",
                            "proc.acmdline[" + i + "]",
                            "proc.aargs[" + i + "]")
                    .ifPresent(programs::add);
        }
        NamedProgram.of(alert, "proc.pexepath", "proc.pname", "proc.pexe", "proc.pcmdline", "proc.pargs")
                .ifPresent(programs::add);
        if (contained) {
            programs.removeIf(NamedProgram::isRuntime);
        }
        if (programs.isEmpty() && executes) {
            programs.add(NamedProgram.RUNTIME);
        }
        programs.add(program);
        return programs;
    }
}
