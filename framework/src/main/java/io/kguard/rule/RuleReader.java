package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads rules: whole ones, and changes to earlier ones. */
final class RuleReader {
    static final Set<String> KEYS = Set.of(
            "rule",
            "condition",
            "output",
            "desc",
            "priority",
            "source",
            "enabled",
            "tags",
            "exceptions",
            "warn_evttypes",
            "skip-if-unknown-filter",
            "append",
            "override",
            "capture",
            "capture_duration");
    private static final String OTHER_SOURCE = "Rule has been re-defined with a different source";
    private static final String STANDALONE_ENABLED =
            "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under"
                    + " the 'override' key (i.e. 'enabled: replace').";

    private final FalcoVersion version;
    private final Definitions definitions;
    private final Diagnostics diagnostics;
    private final Set<String> sources;
    private final ExceptionReader exceptions;
    private final RuleOverrides overrides;

    RuleReader(FalcoVersion version, Definitions definitions, Set<String> sources, Diagnostics diagnostics) {
        this.version = version;
        this.definitions = definitions;
        this.diagnostics = diagnostics;
        this.sources = sources;
        this.exceptions = new ExceptionReader(version, sources, diagnostics);
        this.overrides = new RuleOverrides(version, this, exceptions, diagnostics);
    }

    void read(YamlNode item, Context file) {
        Context anonymous = file.in(Location.Kind.RULE, item.place());
        String name = new ItemValues(item, anonymous).text("rule").toString();
        try {
            read(new ItemValues(item, file.in(Location.Kind.RULE, name, item.place())), name);
        } catch (LoadError e) {
            definitions.markBroken(Location.Kind.RULE, name);
            throw e;
        }
    }

    private void read(ItemValues values, String name) {
        Overrides read = overrides.read(values);
        if (!read.isEmpty()) {
            overrides.apply(values, name, read);
        } else if (read.flag()) {
            append(values, name);
        } else if (!values.has("condition")
                && !values.has("output")
                && !values.has("desc")
                && !values.has("priority")) {
            enable(values, name);
        } else {
            define(values, name);
        }
    }

    /**
     * The earlier rule that an item changes; null if there would be one but for an error that is reported already.
     *
     * @param message what to say if there is none
     */
    @Nullable
    RuleDefinition earlier(ItemValues values, String name, String message) {
        RuleDefinition earlier = definitions.rules.get(name);
        if (earlier == null) {
            if (!definitions.isBroken(Location.Kind.RULE, name)) {
                throw Overrides.nothingToAppendTo(values.context(), message, name, definitions.rules.keySet());
            }
            return null;
        }
        TracedText source = values.has("source") ? sourceOf(values) : null;
        if (source != null && !source.toString().equals(earlier.source)) {
            throw values.context().invalid(OTHER_SOURCE, "it is '" + earlier.source + "' at " + at(earlier));
        }
        return earlier;
    }

    void touch(RuleDefinition rule) {
        definitions.touch(rule);
    }

    private static @Nullable TracedText sourceOf(ItemValues values) {
        YamlNode node = values.item().get("source");
        // the one scalar that may be empty, if the item only changes a rule
        return node == null || !node.isScalar() || node.scalar().isEmpty() ? null : node.traced();
    }

    private static Position at(RuleDefinition rule) {
        return rule.context.place().position();
    }

    private void append(ItemValues values, String name) {
        TracedText condition = values.optionalText("condition");
        List<ExceptionDefinition> more = exceptions.read(values, true);
        RuleDefinition earlier = earlier(
                values, name, "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists");
        if (condition == null && more.isEmpty()) {
            throw values.context()
                    .invalid(
                            "Appended rule must have exceptions or condition property", "other keys can't be appended");
        }
        if (earlier == null) {
            return;
        }
        if (condition != null) {
            earlier.condition = earlier.condition.joined(condition);
        }
        exceptions.append(earlier, more);
        definitions.touch(earlier);
    }

    private void enable(ItemValues values, String name) {
        if (!values.has("enabled")) {
            throw values.context()
                    .malformed(
                            "Item has no mapping for key 'enabled'",
                            "a rule needs condition, output, desc and priority");
        }
        boolean enabled = values.bool("enabled", true);
        diagnostics.warn(DiagnosticCode.LOAD_DEPRECATED_ITEM, STANDALONE_ENABLED, values.context());
        RuleDefinition earlier =
                earlier(values, name, "Rule has 'enabled' key but no rule by that name already exists");
        if (earlier != null) {
            earlier.enabled = enabled;
        }
    }

    private void define(ItemValues values, String name) {
        Attempts attempts = new Attempts();
        TracedText condition = attempts.get(() -> values.text("condition"), TracedText.EMPTY);
        TracedText output = attempts.get(() -> values.text("output"), TracedText.EMPTY);
        String description = attempts.get(() -> values.text("desc").toString(), "");
        Priority priority = attempts.get(() -> priority(values), Priority.DEBUG);
        String source =
                attempts.get(() -> values.has("source") ? values.text("source").toString() : "syscall", "");
        boolean enabled = attempts.get(() -> values.bool("enabled", true), true);
        boolean warnEventTypes = attempts.get(() -> values.bool("warn_evttypes", true), true);
        boolean skip = attempts.get(() -> values.bool("skip-if-unknown-filter", false), false);
        List<TracedText> tags =
                attempts.get(() -> values.has("tags") ? values.texts("tags") : List.<TracedText>of(), List.of());
        boolean capture = version == FalcoVersion.CURRENT && attempts.get(() -> values.bool("capture", false), false);
        long captureMillis =
                version == FalcoVersion.CURRENT ? attempts.get(() -> values.number("capture_duration"), 0L) : 0;
        List<ExceptionDefinition> excepted = attempts.get(() -> exceptions.read(values, false), List.of());
        RuleDefinition earlier = definitions.rules.get(name);
        if (earlier != null && !source.isEmpty() && !earlier.source.equals(source)) {
            attempts.failed(values.context().invalid(OTHER_SOURCE, "it is '" + earlier.source + "' at " + at(earlier)));
        }
        boolean known = sources.contains(source);
        if (known) {
            excepted.forEach(one -> attempts.get(() -> exceptions.complete(one, source), one));
        }
        attempts.end(diagnostics);

        Context context = values.context();
        TracedText trimmed = output.trim();
        RuleDefinition rule = new RuleDefinition(
                name,
                context,
                condition,
                context.in(Location.Kind.RULE_CONDITION, values.place("condition")),
                trimmed,
                context.in(Location.Kind.RULE_OUTPUT, values.place("output")),
                description,
                priority);
        rule.source = source;
        rule.enabled = enabled;
        rule.warnEventTypes = warnEventTypes;
        rule.skipIfUnknownFilter = skip;
        rule.capture = capture;
        rule.captureMillis = captureMillis;
        rule.exceptions.addAll(excepted);
        tags.forEach(tag -> rule.tags.add(tag.toString()));
        if (!known) {
            diagnostics.add(context.diagnostic(
                    DiagnosticCode.LOAD_UNKNOWN_SOURCE,
                    "Unknown source " + source + ", skipping",
                    "known are " + String.join(", ", new TreeSet<>(sources))));
        }
        definitions.define(definitions.rules, rule);
    }

    Priority priority(ItemValues values) {
        TracedText text = values.text("priority");
        return Priority.of(text.toString())
                .orElseThrow(() -> values.context()
                        .in(Location.Kind.RULE_PRIORITY, values.place("priority"))
                        .malformed(
                                "Invalid priority",
                                "it is one of EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL (or"
                                        + " INFO), DEBUG"));
    }

    /** Reads as many of a rule's values as it can, so that all errors come at once. */
    private static final class Attempts {
        private final List<LoadError> errors = new ArrayList<>();

        <T> T get(Supplier<T> reading, T otherwise) {
            try {
                return reading.get();
            } catch (LoadError e) {
                errors.add(e);
                return otherwise;
            }
        }

        void failed(LoadError error) {
            errors.add(error);
        }

        /** Reports all errors but the last, which it throws. */
        void end(Diagnostics diagnostics) {
            for (int i = 0; i + 1 < errors.size(); i++) {
                diagnostics.add(errors.get(i).diagnostic());
            }
            if (!errors.isEmpty()) {
                throw errors.get(errors.size() - 1);
            }
        }
    }
}
