package io.kguard.engine;

import io.kguard.condition.Explainer;
import io.kguard.field.EventContext;
import io.kguard.field.FieldCatalogue;
import io.kguard.field.OutputTemplate;
import io.kguard.rule.Rule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes explanations while the event is there. */
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
                matched ? Optional.ofNullable(takenBy) : Optional.empty());
    }

    /** What happened, such as {@code execve by bash[4711] in jenkins-0}. */
    private static String description(EventContext context) {
        FieldCatalogue catalogue = FieldCatalogue.of(context.event().version());
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

    private static String value(String template, FieldCatalogue catalogue, EventContext context) {
        return OutputTemplate.compile(template, catalogue).format(context);
    }
}
