// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The state of a rule during loading. */
final class RuleDefinition extends Definition {
    AppendedText condition;
    /** Where its condition begins. */
    Context conditionContext;

    AppendedText output;
    /** Where its output begins. */
    Context outputContext;

    AppendedText description;
    Priority priority;
    String source = "syscall";
    boolean enabled = true;
    final TreeSet<String> tags = new TreeSet<>();
    List<ExceptionDefinition> exceptions = new ArrayList<>();
    boolean warnEventTypes = true;
    boolean skipIfUnknownFilter;
    boolean capture;
    long captureMillis;
    /** Whether an error in it is already reported. The rest is checked anyway. */
    boolean faulty;

    /**
     * The condition or the output, as written.
     *
     * @param context where it begins
     */
    record Part(TracedText text, Context context) {}

    RuleDefinition(
            String name, Context context, Part condition, Part output, TracedText description, Priority priority) {
        super(name, context);
        this.condition = new AppendedText(condition.text);
        this.conditionContext = condition.context;
        this.output = new AppendedText(output.text);
        this.outputContext = output.context;
        this.description = new AppendedText(description);
        this.priority = priority;
    }
}
