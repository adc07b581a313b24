// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.suite.PriorityName;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.output.ChatOutput;
import io.kguard.scenario.Expectation.ExpectedAlert;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the expectations of a scenario. */
final class ExpectationReader {
    private static final int MAX_RULES = 100;
    private static final int MAX_FIELDS = 100;
    private static final Keys FIRES = ScenarioKeys.of("fires");
    private static final Keys SILENT = ScenarioKeys.of("silent");
    private static final Keys EXPECT = ScenarioKeys.of("expect");
    static final Set<String> FROM = keys("start", "containers");

    private ExpectationReader() {}

    /** The expectations of an attack: the rules that must fire come first. */
    static List<Expectation> ofAttack(YamlMapping file) {
        List<Expectation> all = new ArrayList<>(fires(file));
        if (file.isEmptyList("fires")) {
            file.problem("fires", "\"fires\" names no rule", "a scenario that expects nothing proves nothing");
        }
        if (file.isEmptyList("steps")
                && !RecordingReader.isNamed(file)
                && all.stream().anyMatch(rule -> rule.from() != Expectation.From.START)) {
            file.problem(
                    "steps",
                    "there are no steps that could trigger the rules",
                    "if the start of the pods is the attack: fires: [{rule: ..., from: start}]");
        }
        List<Expectation> silent = silent(file);
        all.addAll(silent);
        for (Expectation blind : blind(file)) {
            if (all.stream().anyMatch(other -> isNamed(other, blind.rule()))) {
                file.problem("expect", "the rule " + blind.rule() + " is expected to do two things", "name it once");
            }
            all.add(blind);
        }
        return all;
    }

    /** The rules that stay silent because Falco does not see what is done. */
    private static List<Expectation> blind(YamlMapping file) {
        YamlValue value = file.get("expect");
        if (value == null) {
            return List.of();
        }
        String hint = "name the rules that stay silent because of it: expect: {blind: [Read sensitive file untrusted]}";
        if (!value.isMapping()) {
            value.problem("\"expect\" does not say which rules it excuses", hint);
            return List.of();
        }
        YamlMapping expect = EXPECT.read(value, "expect");
        if (expect == null) {
            return List.of();
        }
        List<Expectation> blind =
                read(expect, "blind", SILENT).stream().map(Expectation::blind).toList();
        if (blind.isEmpty()) {
            file.problem("expect", "a blind spot needs a rule that stays silent", hint);
        }
        if (file.get("effects") == null || file.isEmptyList("effects")) {
            file.problem(
                    "expect",
                    "a blind spot needs an effect that proves what was done",
                    "for example effects: [{file: {pod: web-0, path: /tmp/copy, contains: \"root:\"}}]");
        }
        for (String twin : List.of("twin", "twins")) {
            file.problem(twin, "a blind spot has no twin", "write a separate scenario for it");
        }
        return blind;
    }

    /**
     * Checks that a twin is a control for rules that containers' own programs may trigger: with the same pods and other steps,
     * they must stay silent.
     */
    static void checkControl(YamlMapping file, List<YamlMapping> twins, List<Expectation> attack) {
        for (Expectation rule : attack) {
            if (!rule.isFires() || rule.from() != Expectation.From.CONTAINERS) {
                continue;
            }
            List<YamlMapping> controls = twins.stream()
                    .filter(twin -> isSame(file, twin, "pods") && isSame(file, twin, "cluster"))
                    .toList();
            String what = "\"" + rule.rule() + "\" has from: containers, so it may fire without the steps";
            if (twins.isEmpty()) {
                file.problem("fires", what, "add a twin with other steps, in which it stays silent");
            } else if (controls.isEmpty()) {
                file.problem("fires", what, "the twin that shows the opposite must have the same pods and cluster");
            } else if (controls.stream()
                    .allMatch(twin -> fires(twin).stream().anyMatch(other -> isNamed(other, rule.rule())))) {
                file.problem("fires", what, "the twin must keep it silent");
            }
        }
    }

    /** Whether a twin has a part of the attack. What it does not say is as there. */
    private static boolean isSame(YamlMapping file, YamlMapping twin, String key) {
        YamlValue own = twin.get(key);
        YamlValue ofAttack = file.get(key);
        return own == null || ofAttack != null && Objects.equals(own.plain(), ofAttack.plain());
    }

    /**
     * The expectations of a twin: the attack's rules must stay silent, except those that the twin names under
     * {@code fires}.
     */
    static List<Expectation> ofTwin(YamlMapping twin, List<Expectation> attack) {
        List<Expectation> ofAttack = attack.stream()
                .filter(rule -> rule.outcome() == Expectation.Outcome.FIRES)
                .toList();
        List<Expectation> firesToo = fires(twin);
        List<Expectation> said = new ArrayList<>(firesToo);
        if (!ofAttack.isEmpty()
                && ofAttack.stream()
                        .allMatch(rule -> firesToo.stream().anyMatch(other -> isNamed(other, rule.rule())))) {
            twin.problem("fires", "the twin triggers every rule of its attack", "at least one must stay silent");
        }
        for (Expectation rule : silent(twin)) {
            if (firesToo.stream().anyMatch(other -> isNamed(other, rule.rule()))) {
                twin.problem("silent", "the rule " + rule.rule() + " can't fire and stay silent", "");
            }
            said.add(rule);
        }
        return ofTwin(attack, said);
    }

    /** The expectations of a twin that says itself what some rules must do. */
    static List<Expectation> ofTwin(List<Expectation> attack, List<Expectation> said) {
        Map<String, Expectation> all = new LinkedHashMap<>();
        attack.stream().filter(Expectation::isFires).forEach(rule -> all.put(rule.rule(), rule.mirrored()));
        said.forEach(rule -> all.put(rule.rule(), rule));
        return List.copyOf(all.values());
    }

    private static boolean isNamed(Expectation expectation, String rule) {
        return expectation.rule().equals(rule);
    }

    private static List<Expectation> fires(YamlMapping file) {
        return read(file, "fires", FIRES);
    }

    private static List<Expectation> silent(YamlMapping file) {
        return read(file, "silent", SILENT);
    }

    private static List<Expectation> read(YamlMapping file, String key, Keys keys) {
        List<Expectation> all = new ArrayList<>();
        for (YamlValue item : file.items(key, MAX_RULES)) {
            Expectation read = item.isMapping() ? mapping(item, key, keys) : named(item.text(), key);
            if (read != null) {
                all.add(read);
            }
        }
        if (new TreeSet<>(all.stream().map(Expectation::rule).toList()).size() != all.size()) {
            file.problem(key, "\"" + key + "\" names a rule twice", "");
        }
        return all;
    }

    private static @Nullable Expectation mapping(YamlValue item, String key, Keys keys) {
        YamlMapping rule = keys.read(item, "a rule of \"" + key + "\"");
        if (rule == null) {
            return null;
        }
        Expectation read = named(rule.text("rule"), key);
        String from = rule.text("from");
        if (from != null && !FROM.contains(from)) {
            rule.problem(
                    "from",
                    "\"from\" can only be \"start\" or \"containers\"",
                    "leave it out to count what the steps cause");
        }
        boolean hiddenAllowed = rule.isWord("hidden", "allowed", "leave it out if no event may be hidden");
        if (read != null && "start".equals(from)) {
            read = read.fromStart();
        } else if (read != null && "containers".equals(from)) {
            read = read.fromContainers();
        }
        if (read != null) {
            read = read.reaching(outputs(rule)).withAlert(alert(rule));
        }
        return read != null && hiddenAllowed ? read.withHiddenAllowed() : read;
    }

    /** What an alert of the rule has to be like. A rule that must stay silent has no such keys. */
    private static ExpectedAlert alert(YamlMapping rule) {
        Map<String, String> fields = Map.of();
        YamlMapping expected = rule.mapping("fields", "\"fields\"");
        if (expected != null && (expected.keys().isEmpty() || expected.keys().size() > MAX_FIELDS)) {
            expected.place()
                    .problem(
                            "\"fields\" has from 1 to " + MAX_FIELDS + " fields",
                            "for example fields: {proc.name: bash}");
        } else if (expected != null) {
            fields = expected.textsByKey();
        }
        String output = rule.text("output");
        if (output != null && output.isEmpty()) {
            rule.problem("output", "every text contains an empty one", "name a part of the alert's text");
        }
        return new ExpectedAlert(null, PriorityName.of(rule, "priority"), fields, output);
    }

    private static Set<ChatOutput> outputs(YamlMapping rule) {
        Set<ChatOutput> outputs = EnumSet.noneOf(ChatOutput.class);
        for (YamlValue item : rule.items("reaches", MAX_RULES)) {
            String key = item.text();
            if (key != null) {
                ChatOutput.of(key)
                        .ifPresentOrElse(
                                outputs::add,
                                () -> item.problem("no message can reach \"" + key + "\"", ChatOutput.hint(key)));
            }
        }
        return outputs;
    }

    private static @Nullable Expectation named(@Nullable String rule, String key) {
        if (rule == null) {
            return null;
        }
        return key.equals("fires") ? Expectation.fires(rule) : Expectation.silent(rule);
    }
}
