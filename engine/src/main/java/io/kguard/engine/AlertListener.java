package io.kguard.engine;

/** Takes alerts as they arise, on the thread that evaluates. */
@FunctionalInterface
public interface AlertListener {
    /** A rule matched the event that is being evaluated. */
    void onAlert(Alert alert);
}
