// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What to say of a text that is not YAML. */
public final class YamlSyntax {
    private YamlSyntax() {}

    /** What the parser was doing, and what it found. */
    public static String sentence(MarkedYAMLException e) {
        return e.getContext() == null ? e.getProblem() : e.getContext() + ": " + e.getProblem();
    }

    /** What to do about it; null if that can't be told. */
    public static @Nullable String hint(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t(TAB)")) {
            return "indent with spaces; YAML does not allow tabs";
        } else if (problem.startsWith("found character '") && problem.contains("cannot start any token")) {
            return "put the string in quotes, because it begins with " + problem.charAt("found character '".length());
        } else if (problem.startsWith("mapping values are not allowed here")) {
            return "the line is indented too far, or the value before this colon needs quotes";
        } else if (problem.startsWith("expected ',' or ']'")) {
            return "the bracket opened at line " + (e.getContextMark().getLine() + 1) + " is not closed";
        } else if (problem.startsWith("found unexpected end of stream") && e.getContextMark() != null) {
            return "the quotes opened at line " + (e.getContextMark().getLine() + 1) + " are not closed";
        } else if (problem.startsWith("could not find expected ':'")) {
            return "the line above is not 'key: value', or is not indented as far as the text it belongs to";
        }
        return null;
    }
}
