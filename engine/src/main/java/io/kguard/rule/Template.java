// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds files that are templates: what a rule is in them is known only after they are rendered. */
final class Template {
    /** An action of Go's templates, as in Helm charts: a field, a keyword, a variable, or one that trims blanks. */
    private static final Pattern GO = Pattern.compile(
            "\\{\\{(?:-\\s|\\s*(?:[.$]\\w|if |else|end|range |with |include |template |define |toYaml |tpl ))");

    private static final Pattern TERRAFORM = Pattern.compile("%\\{\\s*(?:if |else|endif|for |endfor)");

    /** A setting of Falcosidekick that is a template of its own. */
    private static final Pattern MESSAGE = Pattern.compile(
            "^( *+)(?:.*[{,] *+)?[\"']?(?:messageformat|templatedfields)[\"']?\\s*:", Pattern.MULTILINE);

    private Template() {}

    /**
     * Refuses a template.
     *
     * @throws LoadError if the text is one
     */
    public static void refuse(RuleFileText source) {
        Matcher go = GO.matcher(source.text());
        if (go.find() && go.reset(withoutMessages(source.text())).find()) {
            throw error(
                    source,
                    go.start(),
                    "this is a template: it has actions in {{ }}",
                    "render it first, for example with 'helm template', and give kguard the result");
        }
        Matcher terraform = TERRAFORM.matcher(source.text());
        if (terraform.find()) {
            throw error(
                    source,
                    terraform.start(),
                    "this is a template: it has directives in %{ }",
                    "render it first, for example with Terraform's templatefile, and give kguard the result");
        }
    }

    /**
     * A text without the templates of Falcosidekick in it, which are none of Helm. They are in one line, or in the lines
     * below that begin further to the right.
     */
    private static String withoutMessages(String text) {
        StringBuilder blanked = new StringBuilder(text);
        Matcher key = MESSAGE.matcher(text);
        int at = 0;
        while (key.find(at)) {
            int end = endOfLine(text, key.end());
            while (end < text.length() && isBelow(text, end + 1, key.group(1).length())) {
                end = endOfLine(text, end + 1);
            }
            for (int i = key.end(); i < end; i++) {
                if (text.charAt(i) != '\n') {
                    blanked.setCharAt(i, ' ');
                }
            }
            at = end;
        }
        return blanked.toString();
    }

    private static int endOfLine(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private static boolean isBelow(String text, int line, int column) {
        int begin = line;
        while (begin < text.length() && text.charAt(begin) == ' ') {
            begin++;
        }
        return begin - line > column || begin < text.length() && text.charAt(begin) == '\n';
    }

    private static LoadError error(RuleFileText source, int offset, String message, String hint) {
        return Context.of(source)
                .in(Location.Kind.VALUE_FOR, source.place(offset))
                .error(DiagnosticCode.LOAD_ERR_YAML_PARSE, message, hint);
    }
}
