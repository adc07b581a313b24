// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.KguardException;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Rule files can't be used. The message contains all errors as {@link Diagnostic#render} formats them. */
@API(status = API.Status.INTERNAL)
public final class RuleLoadException extends KguardException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> errors;

    RuleLoadException(List<Diagnostic> errors) {
        super(errors.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    private RuleLoadException(String message) {
        super(message);
        this.errors = List.of();
    }

    /**
     * Rules that would be left out without an error, and must not be.
     *
     * @param unloaded what is left out
     * @param advice what a user can do about it
     */
    public static RuleLoadException leftOut(List<Unloaded> unloaded, String advice) {
        return new RuleLoadException(
                unloaded.stream().map(left -> left.why().render()).distinct().collect(Collectors.joining("\n")) + "\n"
                        + advice);
    }

    /** The errors; the first is the one that Falco would report. Empty if rules are left out without an error. */
    public List<Diagnostic> errors() {
        return errors;
    }
}
