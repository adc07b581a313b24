package io.kguard.sandbox;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Terminal size and signals of a process that a shim holds. Once the process is over they do nothing, and a connection that
 * breaks says no more than that.
 *
 * @param exit completes when the process is over
 * @param terminal whether it has one
 */
record ProcessControl(ShimConnection connection, CompletableFuture<Integer> exit, boolean terminal) {

    void resize(int columns, int rows) {
        if (terminal && !exit.isDone()) {
            try {
                connection.resize(columns, rows);
            } catch (IOException e) {
                // it is over
            }
        }
    }

    void signal(int number) {
        if (!exit.isDone()) {
            try {
                connection.signal(number);
            } catch (IOException e) {
                // it is over
            }
        }
    }
}
