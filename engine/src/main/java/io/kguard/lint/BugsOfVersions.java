// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds conditions that meet a bug of their Falco which a later one does not have and kguard does not imitate: libs#2935. From libs 0.18
 * to 0.23.1, {@code exists} of a plugin's field remembers where the plugin put the value, and no copy. The next field that is read of the
 * plugin takes that place, and a later check of the first field compares with it.
 */
final class BugsOfVersions {
    /** Macros in macros can make a condition too large to be followed; none of use is. */
    private static final int MOST_CHECKS = 100_000;

    /**
     * What Falco remembers of a field when it has read it for an event.
     *
     * @param exists the check that remembered the place alone; null if there is a copy, or no value
     * @param taken the field that was read into that place; null if none was
     */
    private record Memory(
            Condition.@Nullable Check exists, @Nullable String taken) {
        private static final Memory COPY = new Memory(null, null);

        private Memory worse(Memory other) {
            return taken != null || other.exists == null ? this : other;
        }
    }

    /** What Falco may remember when a condition holds, and when it does not. */
    private record Outcome(Map<String, Memory> holds, Map<String, Memory> fails) {
        private Outcome negated() {
            return new Outcome(/* holds= */ fails, /* fails= */ holds);
        }
    }

    private final FieldCatalogue catalogue;
    private final CheckFacts facts;
    private final RuleDiagnostics diagnostics;
    private int left;

    BugsOfVersions(FieldCatalogue catalogue, CheckFacts facts, RuleDiagnostics diagnostics) {
        this.catalogue = catalogue;
        this.facts = facts;
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        if (!catalogue.version().atLeast(FalcoVersion.V0_43)) { // kguard's 0.43 is 0.43.1, with libs 0.23.2
            left = MOST_CHECKS;
            after(rule.condition(), Map.of(), rule);
        }
    }

    private Outcome after(Condition condition, Map<String, Memory> before, Rule rule) {
        if (condition instanceof Condition.Check check) {
            return check.left() instanceof Operand.FieldRef field && --left > 0
                    ? check(check, field, before, rule)
                    : new Outcome(before, before);
        } else if (condition instanceof Condition.Not not) {
            return after(not.child(), before, rule).negated();
        }
        List<Condition> children = condition.children();
        boolean any = condition instanceof Condition.Or;
        Map<String, Memory> next = before;
        Map<String, Memory> ended = null;
        for (Condition child : left > 0 ? children : List.<Condition>of()) {
            Outcome of = after(child, next, rule);
            next = any ? of.fails : of.holds;
            Map<String, Memory> end = any ? of.holds : of.fails;
            ended = ended == null ? end : either(ended, end);
        }
        Map<String, Memory> end = ended == null ? before : ended;
        return any ? new Outcome(end, next) : new Outcome(next, end);
    }

    private Outcome check(Condition.Check check, Operand.FieldRef field, Map<String, Memory> before, Rule rule) {
        String plugin = plugin(field.name());
        Memory memory = before.get(field.text());
        boolean asks = check.operator() == Condition.Operator.EXISTS;
        if (plugin == null || memory != null) {
            if (!asks && memory != null && memory.exists != null && memory.taken != null) {
                meets(rule, memory.exists, memory.taken, check);
            }
            return new Outcome(before, before);
        }
        Map<String, Memory> copied = new HashMap<>(before);
        copied.replaceAll((name, other) -> other.exists != null && other.taken == null && plugin.equals(plugin(name))
                ? new Memory(other.exists, field.text())
                : other);
        Map<String, Memory> placed = new HashMap<>(copied);
        copied.put(field.text(), Memory.COPY);
        placed.put(field.text(), new Memory(check, null));
        return new Outcome(asks ? placed : copied, copied);
    }

    /** What may be remembered after one of two ways: a copy only if both made one. */
    private static Map<String, Memory> either(Map<String, Memory> one, Map<String, Memory> other) {
        Set<String> fields = new HashSet<>(one.keySet());
        fields.addAll(other.keySet());
        Map<String, Memory> both = new HashMap<>();
        for (String field : fields) {
            Memory worse = one.getOrDefault(field, Memory.COPY).worse(other.getOrDefault(field, Memory.COPY));
            if (worse.exists != null || one.containsKey(field) && other.containsKey(field)) {
                both.put(field, worse);
            }
        }
        return both;
    }

    /** The plugin that a field, with or without an argument, is of; null if Falco has the field itself. */
    private @Nullable String plugin(String text) {
        String name = text.replaceFirst("\\[.*", "");
        if (!catalogue.source().equals(EventSource.SYSCALL)) {
            return name.startsWith("evt.") ? null : name.matches("(json|jevt)\\..*") ? "json" : "source";
        }
        FieldDefinition definition = catalogue.definition(name);
        return definition == null || !definition.isOfPlugin(catalogue.version())
                ? null
                : definition.has(FieldDefinition.FieldFlag.OF_K8SMETA) ? "k8smeta" : "container";
    }

    private void meets(Rule rule, Condition.Check exists, String taken, Condition.Check wrong) {
        diagnostics.atCheck(
                rule,
                exists,
                DiagnosticCode.LINT_BUG_OF_VERSION,
                "'" + facts.text(exists) + "' meets libs#2935 in Falco "
                        + catalogue.version().number() + ": once " + taken + " is read, '" + facts.text(wrong)
                        + "' compares with what is left in the plugin's memory."
                        + " kguard compares with the value, as Falco 0.43.1 does",
                "leave the 'exists' out, or put it after '" + facts.text(wrong) + "'");
    }
}
