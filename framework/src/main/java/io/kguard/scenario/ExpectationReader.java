// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.output.ChatOutput;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the expectations of a scenario. */
final class ExpectationReader {
    private static final int MAX_RULES = 100;
    static final Set<String> FIRES_KEYS = keys("rule", "from", "reaches");
    static final Set<String> SILENT_KEYS = keys("rule", "from", "hidden");

    private ExpectationReader() {}

    /** The expectations of an attack: the rules that must fire come first. */
    static List<Expectation> ofAttack(YamlMapping file) {
        List<Expectation> all = new ArrayList<>(fires(file));
        if (file.isEmptyList("fires")) {
            file.problem("fires", "\"fires\" names no rule", "a scenario that expects nothing proves nothing");
        }
        if (file.isEmptyList("steps")
                && !RecordingReader.isNamed(file)
                && all.stream().anyMatch(rule -> rule.from() == Expectation.From.STEPS)) {
            file.problem(
                    "steps",
                    "there are no steps that could set off the rules",
                    "if the start of the pods is the attack: fires: [{rule: ..., from: start}]");
        }
        List<Expectation> silent = silent(file);
        if (!isBlind(file)) {
            all.addAll(silent);
            return all;
        }
        if (silent.isEmpty()) {
            file.problem(
                    "expect", "a blind spot needs a rule that stays silent", "silent: [Read sensitive file untrusted]");
        }
        file.problem("twin", "a blind spot has no twin", "write a separate scenario for it");
        silent.forEach(rule -> all.add(rule.blind()));
        return all;
    }

    /** Whether a scenario says that Falco does not see what it does. */
    static boolean isBlind(YamlMapping file) {
        return file.isWord("expect", "blind", "leave it out if Falco sees everything that is done");
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
        Map<String, Expectation> all = new LinkedHashMap<>();
        ofAttack.forEach(rule -> all.put(rule.rule(), rule.mirrored()));
        firesToo.forEach(rule -> all.put(rule.rule(), rule));
        if (!ofAttack.isEmpty()
                && ofAttack.stream()
                        .allMatch(rule -> firesToo.stream().anyMatch(other -> isNamed(other, rule.rule())))) {
            twin.problem("fires", "the twin sets off every rule of its attack", "at least one must stay silent");
        }
        for (Expectation rule : silent(twin)) {
            if (firesToo.stream().anyMatch(other -> isNamed(other, rule.rule()))) {
                twin.problem("silent", "the rule " + rule.rule() + " can't fire and stay silent", "");
            }
            all.put(rule.rule(), rule);
        }
        return List.copyOf(all.values());
    }

    private static boolean isNamed(Expectation expectation, String rule) {
        return expectation.rule().equals(rule);
    }

    private static List<Expectation> fires(YamlMapping file) {
        return read(file, "fires", FIRES_KEYS);
    }

    private static List<Expectation> silent(YamlMapping file) {
        return read(file, "silent", SILENT_KEYS);
    }

    private static List<Expectation> read(YamlMapping file, String key, Set<String> keys) {
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

    private static @Nullable Expectation mapping(YamlValue item, String key, Set<String> keys) {
        YamlMapping rule = item.mapping("a rule of \"" + key + "\"", keys);
        if (rule == null) {
            return null;
        }
        rule.require("rule", "name it: {rule: Terminal shell in container}");
        Expectation read = named(rule.text("rule"), key);
        boolean fromStart = rule.isWord("from", "start", "leave it out to count from the first step on");
        boolean hiddenAllowed = rule.isWord("hidden", "allowed", "leave it out if no event may be hidden");
        if (read != null && fromStart) {
            read = read.fromStart();
        }
        if (read != null) {
            read = read.reaching(outputs(rule));
        }
        return read != null && hiddenAllowed ? read.withHiddenAllowed() : read;
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
