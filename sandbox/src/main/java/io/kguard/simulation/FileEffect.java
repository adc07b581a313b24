// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.scenario.Effect;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks for a file that an act must have left in a container, through the root directory of the container's first
 * process. No process inside the container takes part, so no event is caused. An attacker controls what is in the
 * container, so the look is bounded in time.
 */
final class FileEffect {
    private static final int MAX_BYTES = 1 << 20;

    /** Much more than reading the first megabyte of a file takes. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private FileEffect() {}

    /** Why an effect is absent; empty if it is present. */
    static String absence(Effect.FileExists effect, PodSandbox pod) {
        String container = effect.container();
        return absence(effect, pod.container(container == null ? "" : container), DEADLINE);
    }

    static String absence(Effect.FileExists effect, PodContainer container, Duration deadline) {
        FutureTask<String> look = new FutureTask<>(() -> reason(effect, container));
        // a separate thread, because a file that never opens may have replaced the expected one
        Thread thread = new Thread(look, "kguard-effect");
        thread.setDaemon(true);
        thread.start();
        try {
            return look.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "it can't be read within " + deadline.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the check was interrupted";
        } catch (ExecutionException e) {
            return "it can't be read: " + e.getCause();
        } finally {
            look.cancel(true);
        }
    }

    private static String reason(Effect.FileExists effect, PodContainer container) {
        long pid = container.pid();
        String contains = effect.contains();
        try (RootedFile file = RootedFile.find(Path.of("/proc", Long.toString(pid), "root"), Path.of(effect.path()))) {
            if (container.exit().isDone()) {
                return "the container has ended, and its files with it"; // its pid may already belong to another
                // process
            }
            if (contains == null) {
                return "";
            }
            if (!file.attributes().isRegularFile()) {
                return "it is not a regular file";
            }
            if (KernelFiles.of(pid).contain(file.attributes())) {
                return "the kernel generates it, so kguard does not read it from outside; let a step print it";
            }
            return new String(file.read(MAX_BYTES), UTF_8).contains(contains) ? "" : "it does not contain that";
        } catch (NoSuchFileException e) {
            return "there is no such file";
        } catch (IOException | InvalidPathException e) {
            return "it can't be read: " + FileFault.of(e);
        }
    }
}
