// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.Node;
import io.kguard.engine.Alert;
import io.kguard.reaction.FieldMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables that stand for an alert in the commands and scripts of reactions. A variable that is not known is empty,
 * a variable of the shell's own, too: Falco Talon replaces all of them before the shell sees the text.
 *
 * <p>Source: Falco Talon, {@code internal/events/events.go}; Go, {@code os.Expand}.
 */
final class AlertVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]*)\\}|([*#$@!?\\-0-9]|[A-Za-z0-9_]+))");
    private static final String NODE = "k8snode";

    private final Map<String, String> values;
    private final List<String> unknownContexts;

    private AlertVariables(Map<String, String> values, List<String> unknownContexts) {
        this.values = values;
        this.unknownContexts = unknownContexts;
    }

    static AlertVariables of(Alert alert, String hostname, List<String> contexts, @Nullable Node node) {
        Map<String, String> values = new HashMap<>();
        alert.fields()
                .forEach((field, value) -> values.put(
                        field.toUpperCase(Locale.ROOT)
                                .replace('.', '_')
                                .replace('[', '_')
                                .replace("]", ""),
                        FieldMatch.text(value)));
        values.put("PRIORITY", alert.priority().label());
        values.put("HOSTNAME", hostname);
        values.put("RULE", alert.ruleName());
        values.put("SOURCE", alert.source());
        values.put("TAGS", String.join(",", alert.tags()));
        if (contexts.contains(NODE) && node != null) {
            addNode(values, node);
        }
        return new AlertVariables(
                values,
                contexts.stream().filter(context -> !context.equals(NODE)).toList());
    }

    private static void addNode(Map<String, String> values, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        Map.of(
                        "NODE_HOSTNAME", "kubernetes.io/hostname",
                        "NODE_INSTANCETYPE", "node.kubernetes.io/instance-type",
                        "NODE_ROLE", "kubernetes.io/role",
                        "NODE_TOPOLOGY_REGION", "topology.kubernetes.io/region",
                        "NODE_TOPOLOGY_ZONE", "topology.kubernetes.io/zone")
                .forEach((name, label) -> values.put(name, labels.getOrDefault(label, "")));
        String provider = node.getSpec() == null ? null : node.getSpec().getProviderID();
        values.put("NODE_SPEC_PROVIDERID", provider == null ? "" : provider);
    }

    /** Why Falco Talon would not run the action; empty if it would. */
    String refusal() {
        return unknownContexts.isEmpty() ? "" : "unknown context '" + unknownContexts.get(0) + "'";
    }

    /** A text with values in place of its variables. */
    String expand(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(values.getOrDefault(name, "")));
        }
        return matcher.appendTail(expanded).toString();
    }
}
