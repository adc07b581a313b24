package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A rule while files are read. */
final class RuleDefinition extends Definition {
    TracedText condition;
    /** Where its condition begins. */
    Context conditionContext;

    TracedText output;
    /** Where its output begins. */
    Context outputContext;

    String description;
    Priority priority;
    String source = "syscall";
    boolean enabled = true;
    final TreeSet<String> tags = new TreeSet<>();
    List<ExceptionDefinition> exceptions = new ArrayList<>();
    boolean warnEventTypes = true;
    boolean skipIfUnknownFilter;
    boolean capture;
    long captureMillis;

    RuleDefinition(
            String name,
            Context context,
            TracedText condition,
            Context conditionContext,
            TracedText output,
            Context outputContext,
            String description,
            Priority priority) {
        super(name, context);
        this.condition = condition;
        this.conditionContext = conditionContext;
        this.output = output;
        this.outputContext = outputContext;
        this.description = description;
        this.priority = priority;
    }
}
