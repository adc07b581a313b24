// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.source;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.rule.text.Context;
import io.kguard.internal.rule.text.LoadError;
import io.kguard.internal.rule.text.RuleFileText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds files that are templates: what a rule is in them is known only after they are rendered. */
public final class Template {
    /** An action of Go's templates, as in Helm charts: a field, a keyword, a variable, or one that trims blanks. */
    private static final Pattern GO = Pattern.compile(
            "\\{\\{(?:-\\s|\\s*(?:[.$]\\w|if |else|end|range |with |include |template |define |toYaml |tpl ))");

    private static final Pattern TERRAFORM = Pattern.compile("%\\{\\s*(?:if |else|endif|for |endfor)");

    private Template() {}

    /**
     * Refuses a template.
     *
     * @throws LoadError if the text is one
     */
    public static void refuse(RuleFileText source) {
        Matcher go = GO.matcher(source.text());
        if (go.find()) {
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

    private static LoadError error(RuleFileText source, int offset, String message, String hint) {
        return Context.of(source)
                .in(Location.Kind.VALUE_FOR, source.place(offset))
                .error(DiagnosticCode.LOAD_ERR_YAML_PARSE, message, hint);
    }
}
