// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Rule files that can't be used. The message is the rendered errors, all of them. */
@API(status = API.Status.EXPERIMENTAL)
public final class RuleLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> errors;

    RuleLoadException(List<Diagnostic> errors) {
        super(errors.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** What is wrong; the first is what Falco would have said. */
    public List<Diagnostic> errors() {
        return errors;
    }
}
