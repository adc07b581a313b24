// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes one step after the other, whatever becomes of each, so that one run tells all errors. */
final class Attempts {
    private final List<Diagnostic> errors = new ArrayList<>();

    /** What a step gives, or {@code otherwise} if it fails. */
    <T> T get(Supplier<T> step, T otherwise) {
        try {
            return step.get();
        } catch (LoadError e) {
            errors.addAll(e.diagnostics());
            return otherwise;
        }
    }

    /** Takes a step; whether it did not fail. */
    boolean run(Runnable step) {
        try {
            step.run();
            return true;
        } catch (LoadError e) {
            errors.addAll(e.diagnostics());
            return false;
        }
    }

    void failed(LoadError error) {
        errors.addAll(error.diagnostics());
    }

    /** Hands out what failed. */
    void reportTo(List<Diagnostic> sink) {
        sink.addAll(errors);
    }

    boolean hasFailed() {
        return !errors.isEmpty();
    }

    /** Throws what failed, if anything did. */
    void end() {
        if (hasFailed()) {
            throw new LoadError(errors);
        }
    }
}
