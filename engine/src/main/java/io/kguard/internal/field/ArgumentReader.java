// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param;
import io.kguard.internal.field.FieldDefinition.ArgumentRule;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.message.Nearest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the argument after a field's name. Each family of fields has its own rule for where a dotted argument ends. */
final class ArgumentReader {
    /** An argument, and where the text after it begins. */
    public record Argument(@Nullable String text, int end) {}

    private final Set<String> paramNames = new TreeSet<>();
    private final boolean containersAreOfPlugin;

    public ArgumentReader(FalcoVersion version) {
        containersAreOfPlugin = version.atLeast(FalcoVersion.V0_44);
        for (EventType type : EventTable.of(version).types()) {
            for (Param param : type.params()) {
                paramNames.add(param.name());
            }
        }
    }

    public static FieldException missing(String field) {
        return FieldException.withoutArgument(field, field);
    }

    /**
     * Reads an argument.
     *
     * @param start where the field's name begins
     * @param end where it ends
     * @throws FieldException if a required argument is missing or malformed
     */
    public Argument read(FieldDefinition definition, String text, int start, int end) {
        ArgumentRule rule = definition.argument();
        char next = end < text.length() ? text.charAt(end) : 0;
        boolean ofPlugin = isOfPlugin(definition);
        if (ofPlugin) {
            checkPluginArgument(definition, text.substring(start), next == '[');
        }
        if (next == '[' && definition.name().equals("evt.rawarg")) {
            throw new FieldException(Reason.ARGUMENT, "evt.arg fields must be expressed explicitly");
        }
        if (next == '[' && (rule.index() || rule.key())) {
            int close = text.indexOf(']', end);
            if (close < 0) {
                throw new FieldException(Reason.ARGUMENT, "the argument of " + definition.name() + " has no closing ]");
            }
            String argument = text.substring(end + 1, close);
            if (definition.name().equals("evt.arg")) {
                EventArguments.number(argument);
            }
            return new Argument(argument, close + 1);
        }
        if (next == '.' && rule.suffix() && !ofPlugin) {
            String argument = suffix(definition.name(), text.substring(end + 1));
            if (!argument.isEmpty()) {
                return new Argument(argument, end + 1 + argument.length());
            }
        }
        if (rule.required()) {
            throw FieldException.withoutArgument(definition.name(), text.substring(start));
        }
        return new Argument(null, end);
    }

    /** Whether Falco leaves the argument to a plugin, which takes it in brackets alone. */
    private boolean isOfPlugin(FieldDefinition definition) {
        return definition.has(FieldFlag.OF_K8SMETA)
                || containersAreOfPlugin
                        && (definition.name().startsWith("container.")
                                || definition.name().startsWith("k8s."));
    }

    /** Falco has other words for the fields of plugins. */
    private static void checkPluginArgument(FieldDefinition definition, String text, boolean given) {
        String name = definition.name();
        int space = text.indexOf(' ');
        String written = "filter '" + (space < 0 ? text : text.substring(0, space)) + "': " + name;
        int close = text.indexOf(']');
        if (given && close < 0) {
            throw new FieldException(Reason.ARGUMENT, written + " has unbalanced argument brackets");
        }
        if (given && !definition.argument().allowed()) {
            String argument = text.substring(name.length() + 1, close);
            throw new FieldException(
                    Reason.ARGUMENT,
                    written + " does not allow nor require an argument but one is provided: " + argument);
        }
        if (!given && definition.argument().required()) {
            throw FieldException.withoutArgumentOfPlugin(name, written + " requires an argument but none provided");
        }
    }

    private String suffix(String field, String rest) {
        return switch (field) {
            case "evt.arg", "evt.rawarg" -> longestParam(rest);
            case "evt.abspath" -> rest.startsWith("src") ? "src" : rest.startsWith("dst") ? "dst" : "";
            case "evt.type.is", "thread.cgroup" -> leading(rest, "_");
            default -> leading(rest, "_-./");
        };
    }

    private String longestParam(String rest) {
        String longest = "";
        for (String name : paramNames) {
            if (name.length() > longest.length() && rest.startsWith(name)) {
                longest = name;
            }
        }
        if (longest.isEmpty()) {
            String word = leading(rest, "_");
            throw new FieldException(Reason.ARGUMENT, "unknown event argument " + rest, Nearest.of(word, paramNames));
        }
        return longest;
    }

    private static String leading(String rest, String alsoAllowed) {
        int i = 0;
        while (i < rest.length() && (isWord(rest.charAt(i)) || alsoAllowed.indexOf(rest.charAt(i)) >= 0)) {
            i++;
        }
        return rest.substring(0, i);
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
