// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A command of a Docker daemon whose input and output the caller transfers. A separate thread reads the output. */
final class DockerSession extends PipedSession {
    private final DockerExec exec;

    DockerSession(DockerExec exec) {
        super(exec);
        this.exec = exec;
    }

    /** Starts reading. The command has already been started. */
    void begin(String threadName) {
        begin(threadName, this::read);
    }

    private void read() {
        @Nullable SandboxException failure = null;
        int status = -1;
        try {
            for (DockerStream.Chunk chunk; (chunk = exec.stream().read()) != null; ) {
                (chunk.error() ? stderr : stdout).write(chunk.data(), 0, chunk.data().length);
            }
            status = exec.awaitEnd("");
        } catch (IOException | InterruptedException e) {
            failure = exec.killed(e);
        } catch (SandboxException e) {
            failure = e;
        } finally {
            stdout.end();
            stderr.end();
            exec.close();
            if (failure == null) {
                exit.complete(status);
            } else {
                exit.completeExceptionally(failure);
            }
        }
    }

    @Override
    public void close() {
        if (!exit.isDone()) {
            exec.kill();
        }
        super.close();
    }
}
