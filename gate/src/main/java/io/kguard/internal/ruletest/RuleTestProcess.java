// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import io.kguard.internal.message.Wording;
import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The JVM that runs rule tests. It ends with this JVM, however this one ends. */
final class RuleTestProcess {
    private static final long END_SECONDS = 5;
    private static final long END_WITH_THIS_JVM_MILLIS = 1500;

    private final Process process;

    private RuleTestProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it. Its standard input stays open as long as this JVM lives.
     *
     * @param folder its temporary folder, which is removed when a signal ends this JVM
     */
    static RuleTestProcess start(LocalProgram command, RuleTestFolder folder) throws IOException {
        RuleTestProcess started = new RuleTestProcess(command.start());
        folder.beforeRemovalAtExit(started::end);
        return started;
    }

    /**
     * Waits for its end, and kills it after the time limit.
     *
     * @return how it ended, as a clause
     */
    String await(int timeoutMinutes) {
        try {
            if (!process.waitFor(timeoutMinutes, TimeUnit.MINUTES)) {
                process.destroy();
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return "the limit of " + timeoutMinutes + " minutes was reached (" + Wording.option("ruleTestTimeout")
                        + ")";
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return "the run was interrupted";
        }
        return "the JVM ended with exit status " + process.exitValue();
    }

    /** Its exit status; not 0 while it runs. */
    int exitStatus() {
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** Gives it time to end what its tests started. */
    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_WITH_THIS_JVM_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
