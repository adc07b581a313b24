package io.kguard.rule;

/** Ends the reading of an item of a rule file; the diagnostic is what there is to say. Never leaves the package. */
final class LoadError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    LoadError(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
