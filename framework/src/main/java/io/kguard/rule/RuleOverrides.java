package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes to an earlier rule by {@code override}. */
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
    private static final List<String> CAPTURE = List.of("capture", "capture_duration");

    private final Set<String> replaceable;
    private final RuleReader rules;
    private final ExceptionReader exceptions;
    private final Diagnostics diagnostics;

    RuleOverrides(FalcoVersion version, RuleReader rules, ExceptionReader exceptions, Diagnostics diagnostics) {
        this.replaceable = new LinkedHashSet<>(REPLACEABLE);
        if (version == FalcoVersion.CURRENT) {
            replaceable.addAll(CAPTURE);
        }
        this.rules = rules;
        this.exceptions = exceptions;
        this.diagnostics = diagnostics;
    }

    Overrides read(ItemValues values) {
        return Overrides.read(values, Set.copyOf(APPENDABLE), replaceable, diagnostics);
    }

    void apply(ItemValues values, String name, Overrides overrides) {
        requireValues(values, overrides.appended().keySet(), "append");
        requireValues(values, overrides.replaced().keySet(), "replace");
        if (!overrides.appended().isEmpty()) {
            RuleDefinition earlier = rules.earlier(
                    values,
                    name,
                    "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists");
            if (earlier != null) {
                append(earlier, values, overrides.appended().keySet());
                rules.touch(earlier);
            }
        }
        if (!overrides.replaced().isEmpty()) {
            RuleDefinition earlier = rules.earlier(
                    values,
                    name,
                    "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists");
            if (earlier != null) {
                replace(earlier, values, overrides.replaced().keySet());
                rules.touch(earlier);
            }
        }
        for (String key : replaceable) {
            YamlNode value = values.item().get(key);
            if (value != null
                    && !overrides.appended().containsKey(key)
                    && !overrides.replaced().containsKey(key)) {
                throw values.context()
                        .in(Location.Kind.OVERRIDES, key, value.place())
                        .malformed(
                                "Unexpected key '" + key + "': no corresponding entry under 'override' is defined.",
                                "say below 'override' what becomes of the earlier rule's " + key + ": '" + key
                                        + ": replace'" + (APPENDABLE.contains(key) ? " or '" + key + ": append'" : ""));
            }
        }
    }

    private static void requireValues(ItemValues values, Collection<String> keys, String operation) {
        for (String key : keys) {
            if (!values.has(key)) {
                throw values.context()
                        .malformed("An " + operation + " override for '" + key + "' was specified but '" + key
                                + "' is not defined");
            }
        }
    }

    private void append(RuleDefinition rule, ItemValues values, Set<String> keys) {
        if (keys.contains("condition")) {
            rule.condition = rule.condition.joined(values.text("condition"));
        }
        if (keys.contains("exceptions")) {
            exceptions.append(rule, exceptions.read(values, true));
        }
        if (keys.contains("output")) {
            rule.output = rule.output.joined(values.text("output"));
        }
        if (keys.contains("desc")) {
            rule.description = rule.description + " " + values.text("desc");
        }
        if (keys.contains("tags")) {
            values.texts("tags").forEach(tag -> rule.tags.add(tag.toString()));
        }
    }

    private void replace(RuleDefinition rule, ItemValues values, Set<String> keys) {
        if (keys.contains("condition")) {
            rule.condition = values.text("condition");
            rule.conditionContext = values.context().in(Location.Kind.RULE_CONDITION, values.place("condition"));
        }
        if (keys.contains("exceptions")) {
            rule.exceptions = new ArrayList<>(exceptions.read(values, true));
        }
        if (keys.contains("output")) {
            rule.output = values.text("output");
            rule.outputContext = values.context().in(Location.Kind.RULE_OUTPUT, values.place("output"));
        }
        if (keys.contains("desc")) {
            rule.description = values.text("desc").toString();
        }
        if (keys.contains("tags")) {
            rule.tags.clear();
            values.texts("tags").forEach(tag -> rule.tags.add(tag.toString()));
        }
        if (keys.contains("priority")) {
            rule.priority = rules.priority(values);
        }
        if (keys.contains("enabled")) {
            rule.enabled = values.bool("enabled", true);
        }
        if (keys.contains("warn_evttypes")) {
            rule.warnEventTypes = values.bool("warn_evttypes", true);
        }
        if (keys.contains("skip-if-unknown-filter")) {
            rule.skipIfUnknownFilter = values.bool("skip-if-unknown-filter", false);
        }
        if (keys.contains("capture")) {
            rule.capture = values.bool("capture", false);
        }
        if (keys.contains("capture_duration")) {
            rule.captureMillis = values.number("capture_duration");
        }
    }
}
