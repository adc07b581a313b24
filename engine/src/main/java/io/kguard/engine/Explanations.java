// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.EventSource;
import io.kguard.internal.condition.Explainer;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.source.DocumentSource;
import io.kguard.rule.Rule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes explanations while the event is available. */
final class Explanations {
    private Explanations() {}

    static Explanation of(CompiledRule rule, @Nullable Rule takenBy, EventContext context) {
        boolean matched = rule.condition().test(context);
        return new Explanation(
                rule.rule(),
                context.event().number(),
                description(context),
                matched,
                Explainer.clauses(rule.condition(), context),
                Optional.ofNullable(Explainer.failing(rule.condition(), context))
                        .map(span -> rule.rule().text().positionOf(span.start())),
                matched ? Optional.ofNullable(takenBy) : Optional.empty());
    }

    /** What happened, such as {@code execve by bash[4711] in jenkins-0}. */
    private static String description(EventContext context) {
        DocumentSource source = context.sources().documents(context.event());
        FieldCatalogue catalogue = FieldCatalogue.of(
                context.sources(),
                source == null ? EventSource.SYSCALL : source.source(),
                context.event().version());
        if (source != null) {
            return source.summary()
                    .map(summary -> value(summary, catalogue, context))
                    .orElseGet(() -> request(catalogue, context));
        }
        String who = value("%evt.type by %proc.name[%proc.pid]", catalogue, context);
        String container = value("%container.id", catalogue, context);
        if (container.equals(OutputTemplate.MISSING) || container.equals("host")) {
            return who;
        }
        for (String name : new String[] {"%k8s.pod.name", "%container.name"}) {
            String value = value(name, catalogue, context);
            if (!value.isEmpty() && !value.equals(OutputTemplate.MISSING)) {
                return who + " in " + value;
            }
        }
        return who + " in container " + container;
    }

    /** What was requested, such as {@code create pods/exec default/jenkins-0 by admin}. */
    private static String request(FieldCatalogue catalogue, EventContext context) {
        StringBuilder text = new StringBuilder(value("%ka.verb", catalogue, context));
        String[] parts = {"%ka.target.resource", "/%ka.target.subresource", "%ka.target.namespace", "/%ka.target.name"};
        boolean any = false;
        for (String part : parts) {
            String value = value(part, catalogue, context);
            if (!value.endsWith(OutputTemplate.MISSING)) {
                text.append(value.startsWith("/") && any ? "" : " ").append(value);
            }
            any = !value.endsWith(OutputTemplate.MISSING);
        }
        if (text.indexOf(" ") < 0) {
            text.append(' ').append(value("%ka.uri", catalogue, context));
        }
        return text.append(" by ")
                .append(value("%ka.user.name", catalogue, context))
                .toString();
    }

    private static String value(String template, FieldCatalogue catalogue, EventContext context) {
        return OutputTemplate.compile(template, catalogue).format(context);
    }
}
