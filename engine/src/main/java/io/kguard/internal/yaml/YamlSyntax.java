// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What to say of a text that is not YAML. */
final class YamlSyntax {
    /** What the parser says of a line that is indented neither like the block before it nor like one around that. */
    private static final Pattern MISPLACED = Pattern.compile("expected <block end>, but found '(.*)'");

    private YamlSyntax() {}

    /** What the parser was doing, and what it found. */
    public static String sentence(MarkedYAMLException e) {
        Matcher misplaced = MISPLACED.matcher(String.valueOf(e.getProblem()));
        if (misplaced.matches() && e.getContextMark() != null) {
            String block = String.valueOf(e.getContext()).contains("collection") ? "list" : "mapping";
            if (isItemAmongKeys(e, misplaced.group(1))) {
                return "an item of a list stands among the keys of the mapping that starts at line "
                        + (e.getContextMark().getLine() + 1);
            }
            return "this line belongs to no " + block + " above it: the " + block + " that starts at line "
                    + (e.getContextMark().getLine() + 1) + " is indented by "
                    + e.getContextMark().getColumn() + " spaces, and this line by "
                    + e.getProblemMark().getColumn();
        }
        return e.getContext() == null ? e.getProblem() : e.getContext() + ": " + e.getProblem();
    }

    private static boolean isItemAmongKeys(MarkedYAMLException e, String found) {
        return found.equals("-")
                && e.getContextMark().getColumn() == e.getProblemMark().getColumn();
    }

    /** What to do about it; null if that can't be told. */
    public static @Nullable String hint(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t(TAB)")) {
            return "indent with spaces; YAML does not allow tabs";
        } else if (problem.startsWith("found character '") && problem.contains("cannot start any token")) {
            return "put the string in quotes, because it begins with " + problem.charAt("found character '".length());
        } else if (MISPLACED.matcher(problem).matches()) {
            return problem.contains("'-'") ? "write it below its key" : "indent it like the lines that it belongs with";
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
