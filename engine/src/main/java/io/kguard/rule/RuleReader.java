// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.Texts;
import io.kguard.internal.message.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    /** The keys that a whole rule must have. */
    static final List<String> REQUIRED = List.of("condition", "output", "desc", "priority");
    /** The others that a whole rule may have besides its source, in the order in which they are read. */
    private static final List<String> FURTHER = List.of(
            "enabled", "warn_evttypes", "skip-if-unknown-filter", "tags", "capture", "capture_duration", "exceptions");

    private static final String OTHER_SOURCE = "Rule has been re-defined with a different source";
    private static final String STANDALONE_ENABLED =
            "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry"
                    + " under the 'override' key (i.e. 'enabled: replace').";

    private final boolean hasCapture;
    private final Definitions definitions;
    private final Diagnostics diagnostics;
    private final LoadedSources sources;
    private final ExceptionReader exceptions;
    private final ExceptionChecker checker;
    private final RuleOverrides overrides;

    RuleReader(FalcoVersion version, Definitions definitions, LoadedSources sources, Diagnostics diagnostics) {
        this.hasCapture = version.atLeast(FalcoVersion.V0_42);
        this.definitions = definitions;
        this.diagnostics = diagnostics;
        this.sources = sources;
        this.exceptions = new ExceptionReader(diagnostics);
        this.checker = new ExceptionChecker(version, sources);
        this.overrides = new RuleOverrides(version, this, exceptions, checker, diagnostics);
    }

    /** The keys of rules. */
    Set<String> keys() {
        if (hasCapture) {
            return KEYS;
        }
        Set<String> keys = new HashSet<>(KEYS);
        keys.removeAll(RuleOverrides.CAPTURE);
        return keys;
    }

    void read(YamlNode item, Context file) {
        Context anonymous = file.in(Location.Kind.RULE, item.place());
        String name = Texts.shown(new ItemValues(item, anonymous).text("rule").toString());
        Attempts attempts = new Attempts();
        attempts.run(() -> read(new ItemValues(item, file.in(Location.Kind.RULE, name, item.place())), name, attempts));
        if (attempts.hasFailed()) {
            definitions.markBroken(Location.Kind.RULE, name);
            RuleDefinition rule = definitions.rules.get(name);
            if (rule != null) {
                rule.faulty = true;
            }
        }
        attempts.end();
    }

    private void read(ItemValues values, String name, Attempts attempts) {
        Overrides read = overrides.read(values, attempts);
        if (!read.isEmpty() && !read.flag()) {
            overrides.apply(values, name, read, attempts);
        } else if (read.flag()) {
            append(values, name, attempts);
        } else if (attempts.hasFailed()) {
            return; // it is unknown what it was meant to change
        } else if (REQUIRED.stream().noneMatch(values::has)) {
            enable(values, name);
        } else {
            define(values, name, attempts);
        }
    }

    /**
     * The earlier rule that an item changes, or null if it is missing because of an error that is already reported.
     *
     * @param message what to report if there is none
     */
    @Nullable
    RuleDefinition earlier(ItemValues values, String name, String message) {
        RuleDefinition earlier = definitions.rules.get(name);
        if (earlier == null) {
            if (!definitions.isExcused(Location.Kind.RULE, name)) {
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
        // the only scalar that may be empty, if the item only changes a rule
        return node == null || !node.isScalar() || node.scalar().isEmpty() ? null : node.traced();
    }

    private static Position at(RuleDefinition rule) {
        return rule.context.place().position();
    }

    private void append(ItemValues values, String name, Attempts attempts) {
        TracedText condition = values.has("condition")
                ? attempts.get(() -> values.text("condition"), TracedText.EMPTY)
                : TracedText.EMPTY;
        List<ExceptionDefinition> more = exceptions.read(values, true, attempts);
        RuleDefinition earlier = earlier(
                values, name, "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists");
        if (!values.has("condition") && more.isEmpty() && !attempts.hasFailed()) {
            throw values.context()
                    .invalid(
                            "Appended rule must have exceptions or condition property",
                            "no other key can be appended to");
        }
        if (earlier == null) {
            return;
        }
        if (!condition.isEmpty()) {
            earlier.condition.append(condition);
        }
        checker.append(earlier, more, attempts);
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

    private void define(ItemValues values, String name, Attempts attempts) {
        Context context = values.context();
        RuleDefinition rule = new RuleDefinition(name, context);
        REQUIRED.forEach(key -> attempts.run(() -> overrides.set(rule, key, values, attempts)));
        rule.output = new AppendedText(rule.output.text().trim());
        RuleDefinition earlier = definitions.rules.get(name);
        String expected = earlier == null ? "syscall" : earlier.source;
        rule.source =
                attempts.get(() -> values.has("source") ? values.text("source").toString() : "syscall", expected);
        FURTHER.stream()
                .filter(key -> values.has(key) && keys().contains(key))
                .forEach(key -> attempts.run(() -> overrides.set(rule, key, values, attempts)));
        if (earlier != null && !rule.source.equals(expected)) {
            attempts.failed(context.invalid(OTHER_SOURCE, "it is '" + expected + "' at " + at(earlier)));
            rule.source = expected;
        }
        if (earlier != null) {
            diagnostics.add(context.diagnostic(
                    DiagnosticCode.LINT_REPLACED_RULE,
                    "Rule '" + name + "' replaces the rule with that name at " + at(earlier)
                            + ", of which nothing stays",
                    "give one of them another name, or say with 'override' what is to change"));
        }
        if (sources.contains(rule.source)) {
            checker.complete(rule.exceptions, rule.source, attempts);
        } else {
            diagnostics.add(unknownSource(rule, sources));
        }
        definitions.define(definitions.rules, rule);
    }

    /** Why a rule of a source that there is not is left out. */
    static Diagnostic unknownSource(RuleDefinition rule, LoadedSources sources) {
        return rule.context.diagnostic(
                DiagnosticCode.LOAD_UNKNOWN_SOURCE,
                "Unknown source " + rule.source + ", skipping",
                sources.ofPlugin(rule.source)
                        .map(source -> "'" + rule.source + "' is the plugin; its source is '" + source + "'")
                        .orElseGet(() -> "known are " + sources.names()
                                + "; for the source of another plugin, name a table with "
                                + Wording.option("sources")));
    }

    Priority priority(ItemValues values) {
        String text = values.text("priority").toString();
        Context context = values.context().in(Location.Kind.RULE_PRIORITY, values.place("priority"));
        Priority priority = Priority.of(text)
                .orElseThrow(() -> context.malformed(
                        "Invalid priority",
                        "it is one of EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL (or"
                                + " INFO), DEBUG"));
        String upper = text.toUpperCase(Locale.ROOT);
        if (!text.equals(upper)) {
            diagnostics.add(context.diagnostic(
                    DiagnosticCode.LINT_SCHEMA,
                    "Priority '" + text + "' loads, but Falco's schema of rule files has it in upper case",
                    "write " + upper));
        }
        return priority;
    }
}
