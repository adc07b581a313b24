// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs steps one after the other, even if some fail, so that one run reports all errors. */
final class Attempts {
    private final List<Diagnostic> errors = new ArrayList<>();

    /** The result of a step, or {@code otherwise} if it fails. */
    public <T> T get(Supplier<T> step, T otherwise) {
        try {
            return step.get();
        } catch (LoadError e) {
            errors.addAll(e.diagnostics());
            return otherwise;
        }
    }

    /** Runs a step. Returns whether it succeeded. */
    public boolean run(Runnable step) {
        try {
            step.run();
            return true;
        } catch (LoadError e) {
            errors.addAll(e.diagnostics());
            return false;
        }
    }

    public void failed(LoadError error) {
        errors.addAll(error.diagnostics());
    }

    /** Passes on the failures. */
    public void reportTo(List<Diagnostic> sink) {
        sink.addAll(errors);
    }

    public boolean hasFailed() {
        return !errors.isEmpty();
    }

    /** Throws the failures, if there are any. */
    public void end() {
        if (hasFailed()) {
            throw new LoadError(errors);
        }
    }
}
