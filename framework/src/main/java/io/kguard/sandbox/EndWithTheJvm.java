// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;

/** Something that is done when a signal ends the JVM. */
final class EndWithTheJvm {
    /** What is done. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    private final Thread hook;

    EndWithTheJvm(Closing closing) {
        hook = new Thread(() -> run(closing), "kguard-end");
    }

    private static void run(Closing closing) {
        try {
            closing.close();
        } catch (IOException | SandboxException e) {
            System.getLogger(EndWithTheJvm.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "not everything could be removed; the next run does it: " + e.getMessage());
        }
    }

    /** From now on. */
    void register() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** No longer, unless the JVM is ending already. */
    void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook runs, and does no more than the caller, who removes the same
        }
    }
}
