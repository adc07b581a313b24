// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.field.text.Texts;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A loaded rule, with checked condition and output. Only {@link RuleLoader} creates rules. Immutable; each rule equals
 * only itself.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Rule {
    private final String name;
    private final String description;
    private final Priority priority;
    private final String source;
    private final List<String> tags;
    private final boolean enabled;
    private final OutputTemplate output;
    private final ConditionText text;
    private final TypedCondition condition;
    private final List<RuleException> exceptions;
    private final boolean capture;
    private final Duration captureDuration;
    private final Position position;

    /** The rule of a definition with a valid condition and output. */
    Rule(RuleDefinition definition, OutputTemplate output, ConditionText text, TypedCondition condition) {
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
    public String name() {
        return name;
    }

    /** The {@code desc}. */
    public String description() {
        return description;
    }

    /** How severe what it detects is. */
    public Priority priority() {
        return priority;
    }

    /** The source of its events, usually {@code syscall}. */
    public String source() {
        return source;
    }

    /** Its tags, sorted. */
    public List<String> tags() {
        return tags;
    }

    /** Whether the rule file enables it. A configuration may override this. */
    public boolean enabled() {
        return enabled;
    }

    /** The template of the alert's message, with {@code %container.info} replaced. */
    public String output() {
        return output.text();
    }

    /** The template of the alert's message, compiled. */
    @API(status = API.Status.INTERNAL)
    public OutputTemplate outputTemplate() {
        return output;
    }

    /** The text of the condition before parsing: with exceptions and list items, but with macros not replaced. */
    @API(status = API.Status.INTERNAL)
    public ConditionText text() {
        return text;
    }

    /** The condition, with macros resolved. */
    @API(status = API.Status.INTERNAL)
    public Condition condition() {
        return condition.source();
    }

    /** The condition in the form for evaluation: fields resolved and values parsed. */
    @API(status = API.Status.INTERNAL)
    public TypedCondition typedCondition() {
        return condition;
    }

    /** The exceptions, which are already part of the condition. */
    @API(status = API.Status.INTERNAL)
    public List<RuleException> exceptions() {
        return exceptions;
    }

    /** Whether an alert starts a capture (versions after 0.40). */
    public boolean capture() {
        return capture;
    }

    /** How long that capture runs; zero for the configured time. */
    public Duration captureDuration() {
        return captureDuration;
    }

    /** Where the rule is first defined. */
    public Position position() {
        return position;
    }

    @Override
    public String toString() {
        return name;
    }
}
