// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this JVM when the one that started it is no more: that one holds the other end of this one's standard input, and
 * writes nothing to it.
 */
final class ParentWatch {
    /** How long what is to be closed with the JVM may take. */
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
                // the parent has nothing to say
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
        Runtime.getRuntime().halt(1); // whatever hinders the orderly end
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
