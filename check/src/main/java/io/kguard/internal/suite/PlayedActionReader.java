// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.SystemCall;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a process of a play does. The script is one that written events can be made of. */
final class PlayedActionReader {
    /** The verbs that are not one call. */
    private static final Set<String> OTHER_VERBS = Set.of("spawns", "executes", "calls");

    private static final int MAX_WORDS = 1000;

    private final Map<String, PlayedProcess> processes;
    private final PlayedProcess process;
    private final YamlMapping keys;
    private final String what;
    private final PlaySteps steps = new PlaySteps();
    private final PlayedResult result;

    private PlayedActionReader(
            Map<String, PlayedProcess> processes, PlayedProcess process, YamlValue place, YamlMapping keys) {
        this.processes = processes;
        this.process = process;
        this.keys = keys;
        this.what = "line " + place.line() + ": " + place.key();
        this.result = PlayedResult.read(keys.get("returns"));
    }

    /**
     * Reads an action, and adds it to the plan of the process's container.
     *
     * @param place what the process does, by the name of the process
     * @return the process to which a name after {@code as} belongs; null, and a problem, if it is no action
     */
    static @Nullable PlayedProcess read(Map<String, PlayedProcess> processes, PlayedProcess process, YamlValue place) {
        YamlMapping keys = place.mapping("an action");
        return keys == null ? null : new PlayedActionReader(processes, process, place, keys).read();
    }

    private @Nullable PlayedProcess read() {
        YamlValue value = keys.values().stream()
                .filter(key -> SystemCall.allVerbs().containsKey(key.key()) || OTHER_VERBS.contains(key.key()))
                .findFirst()
                .orElse(null);
        if (value == null) {
            return null;
        }
        String verb = value.key();
        if (verb.equals("spawns") || verb.equals("executes")) {
            return starts(verb, value);
        }
        try {
            act(verb, value);
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()), "");
        }
        process.container().plan().act(process.number(), what, steps.all());
        if (verb.equals("exits")) {
            String number = String.valueOf(process.number());
            process.container().plan().cue(what, PlayStep.own("await-end", number));
        }
        return process;
    }

    private void act(String verb, YamlValue value) {
        Map<String, Object> values = Map.of();
        String type = value.written();
        if (verb.equals("calls")) {
            YamlValue with = keys.get("with");
            if (with != null && with.plain() instanceof Map<?, ?> map) {
                values = named(map);
            }
        } else {
            Object said = value.plain();
            boolean hasMembers = said instanceof List<?> || said instanceof Map<?, ?>;
            SystemCall.Verb known = Objects.requireNonNull(SystemCall.allVerbs().get(verb));
            values = known.call(hasMembers && said != null ? said : String.valueOf(said));
            type = known.type();
        }
        String first = values.isEmpty()
                ? ""
                : String.valueOf(values.values().iterator().next());
        PlayedDescriptors descriptors = new PlayedDescriptors(process, what, value);
        switch (verb) {
            case "listens" ->
                new PlayedSockets(process.container().plan(), what)
                        .listen(steps, EndpointAddress.anyIpv4(port(value, values)));
            case "accepts" -> {
                EndpointAddress from = descriptors.address(String.valueOf(values.get("from")));
                if (from != null) {
                    EndpointAddress at = EndpointAddress.anyIpv4(port(value, values));
                    descriptors.accept(steps, from, at, result);
                }
            }
            case "exits" -> steps.add(PlayStep.own("exit", first));
            case "calls" ->
                new PlayedCallReader(processes, process, descriptors, result, value).read(type, values, steps);
            default ->
                new PlayedCallReader(processes, process, descriptors, result, value).readVerb(type, values, steps);
        }
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                named.put(String.valueOf(name), value);
            }
        });
        return named;
    }

    private static int port(YamlValue value, Map<String, Object> values) {
        String text = String.valueOf(values.get("port"));
        Optional<Long> port = NamedNumbers.PLAIN.parse(text);
        if (port.isEmpty() || port.get() < 1 || port.get() > 0xffff) {
            value.problem("a port is a number from 1 to 65535, not " + text, "");
            return 1;
        }
        return port.get().intValue();
    }

    /** A child that executes a program, or the process itself. Its standard descriptors are opened before. */
    private PlayedProcess starts(String verb, YamlValue value) {
        List<String> words = value.isList() ? value.texts(MAX_WORDS) : List.of(value.written());
        if (result.error() != 0) {
            value.problem("a program that can't be executed can't be played", PlayedProcess.NOT_LIVE);
        }
        PlayedProcess started = new PlayedProcessReader(process.container(), keys, process)
                .read(words.get(0), value, words.subList(1, words.size()));
        process.container().plan().act(process.number(), what, steps(verb.equals("spawns"), started, keys, what));
        return started;
    }

    /**
     * The steps that start a process.
     *
     * @param isChild whether it is a child of the one that starts it
     */
    static List<PlayStep> steps(boolean isChild, PlayedProcess started, YamlMapping keys, String what) {
        PlaySteps all = new PlaySteps();
        all.add(PlayStep.own(isChild ? "start" : "execute", String.valueOf(started.number())));
        List<String> standard = List.of("input", "output", "errors");
        for (int i = 0; i < standard.size(); i++) {
            YamlValue value = keys.get(standard.get(i));
            if (value != null && value.plain() instanceof Map<?, ?> said) {
                String fd = new PlayedDescriptors(started, what, value).open(said, all);
                all.call("dup2", fd, "n" + i);
            }
        }
        return all.all();
    }
}
