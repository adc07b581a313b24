// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The state of a rule during loading. */
final class RuleDefinition extends Definition {
    AppendedText condition = new AppendedText(TracedText.EMPTY);
    /** Where its condition begins; the rule itself if it has none. */
    Context conditionContext;

    AppendedText output = new AppendedText(TracedText.EMPTY);
    /** Where its output begins; the rule itself if it has none. */
    Context outputContext;

    AppendedText description = new AppendedText(TracedText.EMPTY);
    Priority priority = Priority.DEBUG;
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

    RuleDefinition(String name, Context context) {
        super(name, context);
        this.conditionContext = context;
        this.outputContext = context;
    }
}
