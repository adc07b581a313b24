// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.rule.text.AppendedText;
import io.kguard.internal.rule.text.Context;
import io.kguard.internal.rule.text.TracedText;
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

    RuleDefinition(
            String name,
            Context context,
            TracedText condition,
            Context conditionContext,
            TracedText output,
            Context outputContext,
            TracedText description,
            Priority priority) {
        super(name, context);
        this.condition = new AppendedText(condition);
        this.conditionContext = conditionContext;
        this.output = new AppendedText(output);
        this.outputContext = outputContext;
        this.description = new AppendedText(description);
        this.priority = priority;
    }
}
