package io.kguard.rule;

import io.kguard.condition.Condition;
import java.time.Duration;
import java.util.List;

/**
 * A rule, ready to be compiled.
 *
 * @param name its name, unique in a rule set
 * @param description the {@code desc}
 * @param priority how severe what it detects is
 * @param source the source of the events it looks at, {@code syscall} mostly
 * @param tags sorted
 * @param enabled the rule file's word on it; a configuration may select otherwise
 * @param output the template of the alert's text, as the rule file has it
 * @param text the condition as parsed: exceptions and list items are part of it, macros are not replaced
 * @param condition the condition, macros resolved: their bodies stand below them
 * @param exceptions the exceptions, which are part of the condition already
 * @param capture whether an alert starts a capture (versions after 0.40)
 * @param captureDuration how long it runs, zero for the configured time
 * @param position where the rule is first defined
 */
public record Rule(
        String name,
        String description,
        Priority priority,
        String source,
        List<String> tags,
        boolean enabled,
        String output,
        ConditionText text,
        Condition condition,
        List<RuleException> exceptions,
        boolean capture,
        Duration captureDuration,
        Position position) {
    public Rule {
        tags = List.copyOf(tags);
        exceptions = List.copyOf(exceptions);
    }
}
