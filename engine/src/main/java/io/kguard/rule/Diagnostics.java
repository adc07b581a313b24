// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects diagnostics, each once. Their number is bounded, whatever a file contains. */
final class Diagnostics {
    /** The maximum number of errors, and of warnings. */
    public static final int MAX_EACH = 1000;

    private final Set<Diagnostic> errors = new LinkedHashSet<>();
    private final Set<Diagnostic> warnings = new LinkedHashSet<>();

    public void add(Diagnostic diagnostic) {
        Set<Diagnostic> those = diagnostic.isError() ? errors : warnings;
        if (those.size() < MAX_EACH) {
            those.add(diagnostic);
        }
    }

    public void addAll(LoadError error) {
        error.diagnostics().forEach(this::add);
    }

    public void warn(DiagnosticCode code, String message, Context context) {
        add(context.diagnostic(code, message, null));
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** Whether the maximum number of errors is reached. */
    public boolean isFull() {
        return errors.size() >= MAX_EACH;
    }

    /** The errors, then the warnings. */
    public List<Diagnostic> all() {
        List<Diagnostic> all = new ArrayList<>(errors);
        all.addAll(warnings);
        return all;
    }
}
