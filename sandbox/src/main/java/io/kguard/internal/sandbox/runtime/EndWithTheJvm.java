// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;

/** An action that runs when a signal ends the JVM. */
final class EndWithTheJvm {
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

    /** Registers the action. */
    void register() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Unregisters the action, unless the JVM is ending already. */
    void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook runs, and removes the same as the caller
        }
    }
}
