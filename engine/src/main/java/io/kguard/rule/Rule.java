// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.Texts;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A loaded rule, with checked condition and output. Only {@link RuleLoader} creates rules. Immutable; each rule equals
 * only itself.
 */
@API(status = API.Status.EXPERIMENTAL)
public abstract class Rule {
    private final String name;
    private final String description;
    private final Priority priority;
    private final String source;
    private final List<String> tags;
    private final boolean enabled;
    private final String output;
    private final ConditionText text;
    private final Condition condition;
    private final List<RuleException> exceptions;
    private final boolean capture;
    private final Duration captureDuration;
    private final Position position;

    Rule(RuleDefinition definition, String output, ConditionText text, Condition condition) {
        this.name = definition.name;
        this.description = Texts.shown(definition.description.text().toString());
        this.priority = definition.priority;
        this.source = definition.source;
        this.tags = definition.tags.stream().map(Texts::shown).toList();
        this.enabled = definition.enabled;
        this.output = output;
        this.text = text;
        this.condition = condition;
        this.exceptions = definition.exceptions.stream()
                .map(ExceptionDefinition::exception)
                .toList();
        this.capture = definition.capture;
        this.captureDuration = Duration.ofMillis(definition.captureMillis);
        this.position = definition.context.place().position();
    }

    /** Its name, unique in a rule set. */
    public final String name() {
        return name;
    }

    /** The {@code desc}. */
    public final String description() {
        return description;
    }

    /** How severe what it detects is. */
    public final Priority priority() {
        return priority;
    }

    /** The source of its events, usually {@code syscall}. */
    public final String source() {
        return source;
    }

    /** Its tags, sorted. */
    public final List<String> tags() {
        return tags;
    }

    /** Whether the rule file enables it. A configuration may override this. */
    public final boolean enabled() {
        return enabled;
    }

    /** The template of the alert's message, with {@code %container.info} replaced. */
    public final String output() {
        return output;
    }

    /** The text of the condition before parsing: with exceptions and list items, but with macros not replaced. */
    @API(status = API.Status.INTERNAL)
    public final ConditionText text() {
        return text;
    }

    /** The condition, with macros resolved. */
    @API(status = API.Status.INTERNAL)
    public final Condition condition() {
        return condition;
    }

    /** The exceptions, which are already part of the condition. */
    @API(status = API.Status.INTERNAL)
    public final List<RuleException> exceptions() {
        return exceptions;
    }

    /** Whether an alert starts a capture (versions after 0.40). */
    public final boolean capture() {
        return capture;
    }

    /** How long that capture runs; zero for the configured time. */
    public final Duration captureDuration() {
        return captureDuration;
    }

    /** Where the rule is first defined. */
    public final Position position() {
        return position;
    }

    @Override
    public final String toString() {
        return name;
    }
}
