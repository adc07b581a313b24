// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Changes earlier rules by {@code override}. */
final class RuleOverrides {
    private static final List<String> APPENDABLE = List.of("condition", "output", "desc", "tags", "exceptions");
    private static final List<String> REPLACEABLE = List.of(
            "condition",
            "output",
            "desc",
            "tags",
            "exceptions",
            "priority",
            "enabled",
            "warn_evttypes",
            "skip-if-unknown-filter");
    /** Keys of rules since Falco 0.41. */
    static final List<String> CAPTURE = List.of("capture", "capture_duration");

    private final Set<String> replaceable;
    private final RuleReader rules;
    private final ExceptionReader exceptions;
    private final ExceptionChecker checker;
    private final Diagnostics diagnostics;

    RuleOverrides(
            FalcoVersion version,
            RuleReader rules,
            ExceptionReader exceptions,
            ExceptionChecker checker,
            Diagnostics diagnostics) {
        this.replaceable = new LinkedHashSet<>(REPLACEABLE);
        if (version.atLeast(FalcoVersion.V0_42)) {
            replaceable.addAll(CAPTURE);
        }
        this.rules = rules;
        this.exceptions = exceptions;
        this.checker = checker;
        this.diagnostics = diagnostics;
    }

    Overrides read(ItemValues values, Attempts attempts) {
        return Overrides.read(values, Set.copyOf(APPENDABLE), replaceable, diagnostics, attempts);
    }

    void apply(ItemValues values, String name, Overrides overrides, Attempts attempts) {
        Set<String> appended = withValues(values, overrides.appended().keySet(), "append", attempts);
        Set<String> replaced = withValues(values, overrides.replaced().keySet(), "replace", attempts);
        String missing = overrides.appended().isEmpty()
                ? "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists"
                : "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
        attempts.run(() -> {
            RuleDefinition earlier = rules.earlier(values, name, missing);
            if (earlier != null && !overrides.appended().isEmpty()) {
                append(earlier, values, appended, attempts);
                rules.touch(earlier);
            }
            if (earlier != null && !overrides.replaced().isEmpty()) {
                each(replaced, attempts, key -> set(earlier, key, values, attempts));
                rules.touch(earlier);
            }
        });
        for (String key : replaceable) {
            YamlNode value = values.item().get(key);
            if (value != null && !overrides.names(key)) {
                attempts.failed(values.context()
                        .in(Location.Kind.OVERRIDES, key, value.place())
                        .malformed(
                                "Unexpected key '" + key + "': no corresponding entry under 'override' is defined.",
                                "say under 'override' what happens to the earlier rule's " + key + ": '" + key
                                        + ": replace'"
                                        + (APPENDABLE.contains(key) ? " or '" + key + ": append'" : "")));
            }
        }
    }

    private static Set<String> withValues(
            ItemValues values, Collection<String> keys, String operation, Attempts attempts) {
        Set<String> present = new LinkedHashSet<>();
        for (String key : keys) {
            if (values.has(key)) {
                present.add(key);
            } else {
                attempts.failed(values.context()
                        .malformed("An " + operation + " override for '" + key + "' was specified but '" + key
                                + "' is not defined"));
            }
        }
        return present;
    }

    private void append(RuleDefinition rule, ItemValues values, Set<String> keys, Attempts attempts) {
        each(keys, attempts, key -> {
            switch (key) {
                case "condition" -> rule.condition.append(values.text(key));
                case "exceptions" -> checker.append(rule, exceptions.read(values, true, attempts), attempts);
                case "output" -> rule.output.append(values.text(key));
                case "desc" -> rule.description.append(values.text(key));
                case "tags" -> values.texts(key).forEach(tag -> rule.tags.add(tag.toString()));
                default -> throw new IllegalStateException(key);
            }
        });
    }

    /** Gives a rule the value of a key. */
    void set(RuleDefinition rule, String key, ItemValues values, Attempts attempts) {
        switch (key) {
            case "condition" -> {
                rule.condition = new AppendedText(values.text(key));
                rule.conditionContext = values.context().in(Location.Kind.RULE_CONDITION, values.place(key));
            }
            case "exceptions" -> rule.exceptions = new ArrayList<>(exceptions.read(values, false, attempts));
            case "output" -> {
                rule.output = new AppendedText(values.text(key));
                rule.outputContext = values.context().in(Location.Kind.RULE_OUTPUT, values.place(key));
            }
            case "desc" -> rule.description = new AppendedText(values.text(key));
            case "tags" -> {
                List<TracedText> tags = values.texts(key);
                rule.tags.clear();
                tags.forEach(tag -> rule.tags.add(tag.toString()));
            }
            case "priority" -> rule.priority = rules.priority(values);
            case "enabled" -> rule.enabled = values.bool(key, true);
            case "warn_evttypes" -> rule.warnEventTypes = values.bool(key, true);
            case "skip-if-unknown-filter" -> rule.skipIfUnknownFilter = values.bool(key, false);
            case "capture" -> rule.capture = values.bool(key, false);
            case "capture_duration" -> rule.captureMillis = values.number(key);
            default -> throw new IllegalStateException(key);
        }
    }

    private void each(Set<String> keys, Attempts attempts, Consumer<String> change) {
        replaceable.stream().filter(keys::contains).forEach(key -> attempts.run(() -> change.accept(key)));
    }
}
