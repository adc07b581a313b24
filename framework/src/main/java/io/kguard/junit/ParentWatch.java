// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this JVM when the JVM that started it has ended. The parent holds the other end of this JVM's standard input and
 * writes nothing to it.
 */
final class ParentWatch {
    /** The time limit for shutdown hooks. */
    private static final long PATIENCE_MILLIS = 800;

    private ParentWatch() {}

    /** Takes the standard input away from tests, and watches it. */
    static void start() {
        InputStream parent = System.in;
        System.setIn(InputStream.nullInputStream());
        daemon("kguard-parent-watch", () -> watch(parent));
    }

    private static void watch(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // ignore what the parent writes
            }
        } catch (IOException e) {
            System.err.println("the build that started the rule tests can't be watched: " + e);
        }
        Thread exit = daemon("kguard-exit", () -> System.exit(1));
        try {
            exit.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1); // the orderly exit did not finish
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
