// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.event.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes exceptions as a rule file that appends them to their rules. */
final class ExceptionsYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./-]*");

    private ExceptionsYaml() {}

    /** The text of the rule file. */
    public static String of(List<ProposedException> exceptions) {
        Map<String, List<ProposedException>> byRule = new LinkedHashMap<>();
        exceptions.forEach(exception -> byRule.computeIfAbsent(exception.rule(), rule -> new ArrayList<>())
                .add(exception));
        StringBuilder out = new StringBuilder();
        byRule.forEach((rule, own) -> {
            out.append("- rule: ").append(quoted(rule)).append("\n  exceptions:\n");
            own.forEach(exception -> append(out, exception));
            out.append("  override:\n    exceptions: append\n");
        });
        return out.toString();
    }

    private static void append(StringBuilder out, ProposedException exception) {
        out.append("    - name: ").append(exception.name()).append('\n');
        out.append("      fields: [")
                .append(String.join(
                        ", ",
                        exception.fields().stream().map(ExceptionsYaml::field).toList()))
                .append("]\n");
        out.append("      comps: [")
                .append(exception.fields().stream().map(field -> "=").collect(Collectors.joining(", ")))
                .append("]\n      values:\n");
        exception
                .values()
                .forEach(row -> out.append("        - [")
                        .append(row.stream().map(ExceptionsYaml::value).collect(Collectors.joining(", ")))
                        .append("]\n"));
    }

    private static String field(String name) {
        return PLAIN.matcher(name).matches() ? name : quoted(name);
    }

    /** A value becomes part of the condition's text, so it has quotes of the condition within those of YAML. */
    private static String value(String value) {
        return PLAIN.matcher(value).matches()
                ? quoted(value)
                : quoted('"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    /** In YAML's double quotes, which take what JSON's take. */
    private static String quoted(String text) {
        return JsonWriter.compact().value(text).json();
    }
}
