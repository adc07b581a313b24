// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.tool.alert.FalcoAlert;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what looks like a secret in the fields of an alert. A test is checked in, and most people who read it must not know
 * what was on the machine.
 */
final class Secrets {
    private static final String REDACTED = "REDACTED";

    /** Fields that hold what was read or written. */
    private static final Set<String> DATA =
            Set.of("evt.buffer", "evt.buffer.hex", "evt.arg.data", "evt.args", "evt.arg[data]", "evt.arg.val");

    private static final String NAME =
            "[A-Za-z0-9_.-]*(?i:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)"
                    + "[A-Za-z0-9_.-]*";

    /** A name that says secret, and its value. */
    private static final Pattern NAMED =
            Pattern.compile("((?:^|[\\s,;&?'\"-])" + NAME + "(?:=|: ?|\\s+(?=[^\\s-])))([^\\s'\"&;,]+)");

    /** The value of a header with credentials, and a user and password in an address. */
    private static final Pattern CREDENTIALS = Pattern.compile(
            "((?i:authorization): ?(?i:bearer |basic |token )?|(?i:bearer) |[a-z]+://[^\\s/:@]*:)([^\\s'\"@]+)");

    /** Keys that are known by their form. */
    private static final Pattern KEY = Pattern.compile("()((?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}"
            + "|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abpr]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}"
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)");

    /** An entry of an environment up to the next one. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?<=^| )([A-Za-z_][A-Za-z0-9_]*=)(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|$)");

    private final Set<String> fields = new TreeSet<>();

    /** An alert without its secrets. */
    FalcoAlert redact(FalcoAlert alert) {
        Map<String, String> redacted = new LinkedHashMap<>();
        alert.fields().forEach((field, value) -> {
            String shown = redacted(field, value);
            if (!shown.equals(value)) {
                fields.add(field);
            }
            redacted.put(field, shown);
        });
        return new FalcoAlert(alert.rule(), alert.source(), alert.time(), alert.output(), redacted);
    }

    /** The fields in which something was replaced. */
    Set<String> fields() {
        return fields;
    }

    private static String redacted(String field, String value) {
        if (DATA.contains(field)) {
            return value.isEmpty() ? value : REDACTED;
        }
        if (field.startsWith("proc.env") || field.startsWith("proc.aenv")) {
            return field.endsWith("]") ? variable(field, value) : environment(value);
        }
        return replaced(KEY, replaced(CREDENTIALS, replaced(NAMED, value)));
    }

    /** One variable keeps its value unless its name says that it is secret. */
    private static String variable(String field, String value) {
        boolean secret =
                field.substring(field.indexOf('[') + 1, field.length() - 1).matches(NAME);
        return secret && !value.isEmpty() ? REDACTED : replaced(KEY, replaced(CREDENTIALS, value));
    }

    private static String environment(String value) {
        Matcher variables = VARIABLE.matcher(value);
        StringBuilder out = new StringBuilder();
        while (variables.find()) {
            boolean secret = variables
                    .group(1)
                    .substring(0, variables.group(1).length() - 1)
                    .matches(NAME);
            String shown = secret ? REDACTED : replaced(KEY, replaced(CREDENTIALS, variables.group(2)));
            variables.appendReplacement(out, Matcher.quoteReplacement(variables.group(1) + shown));
        }
        return variables.appendTail(out).toString();
    }

    private static String replaced(Pattern pattern, String value) {
        return pattern.matcher(value).replaceAll("$1" + REDACTED);
    }

    /** Arguments with a NUL after each, in which each character of a secret is an X. */
    static String maskedArguments(String args) {
        String masked = masked(KEY, masked(CREDENTIALS, masked(NAMED, args.replace('\0', ' '))));
        return withNuls(args, masked);
    }

    /** Variables with a NUL after each, in which each character of a secret is an X. */
    static String maskedEnvironment(String env) {
        StringBuilder masked = new StringBuilder(env.length());
        for (String variable : env.split("(?<=\0)", -1)) {
            int equals = variable.indexOf('=');
            int end = variable.endsWith("\0") ? variable.length() - 1 : variable.length();
            boolean secret = equals > 0 && variable.substring(0, equals).matches(NAME);
            masked.append(
                    secret
                            ? variable.substring(0, equals + 1) + "X".repeat(end - equals - 1) + variable.substring(end)
                            : masked(KEY, masked(CREDENTIALS, variable)));
        }
        return masked.toString();
    }

    private static String masked(Pattern pattern, String value) {
        return pattern.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + "X".repeat(match.group(2).length())));
    }

    private static String withNuls(String original, String masked) {
        StringBuilder text = new StringBuilder(masked);
        for (int at = original.indexOf('\0'); at >= 0; at = original.indexOf('\0', at + 1)) {
            text.setCharAt(at, '\0');
        }
        return text.toString();
    }
}
