// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import java.util.List;

/** Ends the reading of an item of a rule file, with the diagnostics to report. Never leaves the package. */
final class LoadError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    LoadError(Diagnostic diagnostic) {
        this(List.of(diagnostic));
    }

    /** An error with diagnostics, at least one. */
    LoadError(List<Diagnostic> diagnostics) {
        super(diagnostics.get(0).message(), null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
