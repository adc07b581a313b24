// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.internal.tool.derive.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event of an alert, and the processes around it, as an event script. What the alert does not say is open: there is one script
 * for each possibility.
 */
record AlertScript(FalcoAlert alert, boolean terminal, AlertProcess process) {
    private static final int OLDEST_ANCESTOR = 8;

    /**
     * The scripts that an alert may stand for, the likeliest first.
     *
     * @throws IncidentException if it does not say enough of its event
     */
    static List<Map<String, Object>> candidates(FalcoAlert alert) {
        List<Map<String, Object>> scripts = new ArrayList<>();
        for (boolean terminal : terminals(alert)) {
            for (AlertAction action : AlertAction.of(alert)) {
                scripts.add(new AlertScript(alert, terminal, new AlertProcess(alert)).write(action));
            }
        }
        return scripts;
    }

    private static boolean[] terminals(FalcoAlert alert) {
        Optional<String> tty = alert.field("proc.tty");
        return tty.isPresent() ? new boolean[] {!tty.get().equals("0")} : new boolean[] {false, true};
    }

    private Map<String, Object> write(AlertAction action) {
        Map<String, Object> script = new LinkedHashMap<>();
        Optional<Map<String, Object>> container = AlertContainer.of(alert);
        container.ifPresent(keys -> script.put("containers", List.of(keys)));
        List<NamedProgram> programs = programs(container.isPresent(), action.executes());
        script.put("processes", List.of(first(programs, container.isPresent())));
        List<Object> actions = new ArrayList<>();
        for (int i = 1; i < programs.size(); i++) {
            boolean last = i == programs.size() - 1;
            boolean inPlace = last && programs.get(i - 1).isRuntime();
            Map<String, Object> keys =
                    Trees.of(inPlace ? "executes" : "spawns", programs.get(i).command());
            if (last) {
                keys.putAll(process.ofProgram(programs.get(i)));
            }
            if (!last || !action.executes()) {
                keys.put("as", name(i + 1));
            }
            actions.add(Map.of(name(i), keys));
        }
        if (!action.executes()) {
            actions.add(Map.of(name(programs.size()), action.keys()));
        }
        script.put("actions", actions);
        return script;
    }

    private Map<String, Object> first(List<NamedProgram> programs, boolean contained) {
        NamedProgram program = programs.get(0);
        Map<String, Object> keys = Trees.of("name", name(1))
                .with("path", program.path())
                .with("args", program.arguments())
                .with("container", contained ? "1" : null)
                .with("terminal", terminal ? true : null);
        keys.putAll(process.inherited());
        if (programs.size() == 1) {
            keys.putAll(process.ofProgram(program));
        }
        return keys;
    }

    private static String name(int number) {
        return "process-" + number;
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
