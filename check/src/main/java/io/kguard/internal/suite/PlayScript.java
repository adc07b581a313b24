// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of an event script that real processes play. Written events could be made of it: its keys and names are
 * right. What can't be played is a problem of its document that says why: a process of the host, what the kernel lets no
 * pod do, what only a written event can say.
 */
public final class PlayScript {

    private static final int MAX_CONTAINERS = 16;
    private static final int MAX_PROCESSES = 60;
    private static final int MAX_ACTIONS = 200;
    private static final int MAX_ARGUMENTS = 1000;
    private static final int MAX_PLAN = 256 << 10;

    private final Map<String, PlayedContainer> containers = new LinkedHashMap<>();
    private final Map<String, PlayedProcess> processes = new LinkedHashMap<>();
    private final Set<PlayedContainer> acted = new LinkedHashSet<>();
    private @Nullable PlayedContainer last;
    private int started;
    private boolean saysCapabilities;

    private PlayScript() {}

    /** Reads a script. All mistakes become problems of its document; then what is returned is of no use. */
    public static Play read(YamlValue value) {
        PlayScript script = new PlayScript();
        YamlMapping top = value.mapping("a script");
        script.saysCapabilities = saysCapabilities(value.plain());
        if (top != null) {
            top.items("containers", MAX_CONTAINERS).forEach(script::container);
            top.items("processes", MAX_PROCESSES).forEach(script::process);
            top.items("actions", MAX_ACTIONS).forEach(script::action);
        }
        List<Play.Part> parts = script.containers.values().stream()
                .map(PlayedContainer::part)
                .filter(Objects::nonNull)
                .toList();
        for (Play.Part part : parts) {
            String plan = part.plan();
            if (plan != null && plan.length() > MAX_PLAN) {
                value.problem("what a play does is longer than " + (MAX_PLAN >> 10) + " KiB", "use several plays");
            }
        }
        if (script.started > MAX_PROCESSES) {
            value.problem("a play has at most " + MAX_PROCESSES + " processes, not " + script.started, "");
        }
        if (parts.isEmpty() && value.document().mistakes() == 0) {
            value.problem("a play needs pods", "give it at least one container");
        }
        return new Play(inOrder(parts, script), !script.acted.isEmpty());
    }

    /** The containers in the order in which their processes act; those without any come first. */
    private static List<Play.Part> inOrder(List<Play.Part> parts, PlayScript script) {
        List<String> order = script.acted.stream().map(PlayedContainer::name).toList();
        return parts.stream()
                .sorted((a, b) -> Integer.compare(rank(order, a), rank(order, b)))
                .toList();
    }

    private static int rank(List<String> order, Play.Part part) {
        return order.indexOf(part.pod().getSpec().getContainers().get(0).getName());
    }

    /** Whether a script says of any process what it may do. A process can't get more than its ancestors had. */
    private static boolean saysCapabilities(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return map.containsKey("capabilities") || map.values().stream().anyMatch(PlayScript::saysCapabilities);
        }
        return tree instanceof List<?> list && list.stream().anyMatch(PlayScript::saysCapabilities);
    }

    private void container(YamlValue value) {
        PlayedContainer container = PlayedContainer.read(value, saysCapabilities);
        if (container != null) {
            containers.put(container.name(), container);
        }
    }

    private void process(YamlValue value) {
        YamlMapping keys = value.mapping("a process");
        if (keys == null) {
            return;
        }
        YamlValue in = keys.get("container");
        YamlValue path = keys.get("path");
        YamlValue parentName = keys.get("parent");
        PlayedProcess parent = parentName == null ? null : processes.get(parentName.written());
        PlayedContainer container = in == null ? null : containers.get(in.written());
        if (in == null && parent == null) {
            value.problem("a process of the host can't be played: nothing runs on the machine", PlayedProcess.NOT_LIVE);
        }
        if (container == null && in == null && parent != null) {
            container = parent.container();
        }
        if (path == null || container == null) {
            return;
        }
        if (parent != null && parent.container() != container) {
            keys.problem(
                    "parent", "the parent runs in another container, which can't be played", PlayedProcess.NOT_LIVE);
        }
        YamlValue args = keys.get("args");
        List<String> words = args == null
                ? List.of()
                : args.isList() ? args.texts(MAX_ARGUMENTS) : List.of(Objects.requireNonNullElse(args.text(), ""));
        PlayedProcess process = new PlayedProcessReader(container, keys, parent).read(path.written(), path, words);
        started++;
        String what = "line " + value.line() + ": the start of " + path.written();
        container
                .plan()
                .start(
                        parent == null ? container.shim() : parent.number(),
                        what,
                        PlayedActionReader.steps(true, process, keys, what));
        YamlValue name = keys.get("name");
        if (name != null) {
            name(name, process);
        }
    }

    private void name(YamlValue value, PlayedProcess process) {
        String name = value.text();
        if (name != null) {
            processes.put(name, process);
        }
    }

    private void action(YamlValue value) {
        YamlMapping action = value.isMapping() ? value.mapping("an action") : null;
        if (action == null) {
            return;
        }
        YamlValue what = action.values().iterator().next();
        PlayedProcess process = processes.get(what.key());
        if (process == null) {
            return; // it can't be played
        }
        takesTurn(process.container(), value);
        PlayedProcess result = PlayedActionReader.read(processes, process, what);
        if (result == null) {
            return;
        }
        YamlMapping keys = what.mapping("an action");
        YamlValue as = keys == null ? null : keys.get("as");
        if (!result.equals(process)) {
            started++;
            if (keys != null && keys.get("executes") != null) {
                processes.replaceAll((name, known) -> known.equals(process) ? result : known);
            }
        }
        if (as != null) {
            name(as, result);
        }
    }

    /** Each container is played on its own, so what its processes do must not alternate with what others do. */
    private void takesTurn(PlayedContainer container, YamlValue place) {
        if (acted.add(container)) {
            last = container;
        } else if (container != last) {
            place.problem(
                    "actions of two containers that alternate can't be played",
                    "let those of one container follow each other; or " + PlayedProcess.NOT_LIVE);
        }
    }
}
