// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.verdict.UntrustedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The time limit of a test: JUnit's {@code @Timeout} or its settings. JUnit applies it to the test method alone. Here it ends the
 * scenario that is played before, too.
 *
 * @param duration the limit
 * @param setting where it is from
 */
record TimeLimit(Duration duration, String setting) {
    private static final String SETTINGS = "junit.jupiter.execution.timeout.";
    private static final Pattern LIMIT = Pattern.compile("([1-9]\\d{0,8}) ?(ns|\u03bcs|ms|s|m|h|d)?");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "ns", TimeUnit.NANOSECONDS,
            "\u03bcs", TimeUnit.MICROSECONDS,
            "ms", TimeUnit.MILLISECONDS,
            "s", TimeUnit.SECONDS,
            "m", TimeUnit.MINUTES,
            "h", TimeUnit.HOURS,
            "d", TimeUnit.DAYS);

    /** How long an interrupted simulation may take to end. Each of its waits has a limit of its own. */
    private static final long PATIENCE_SECONDS = 60;

    /** The limit of a test; empty if it has none. */
    static Optional<TimeLimit> of(ExtensionContext context) {
        if (context.getConfigurationParameter(SETTINGS + "mode").orElse("").equals("disabled")) {
            return Optional.empty();
        }
        Optional<Timeout> timeout = Optional.empty();
        for (Optional<ExtensionContext> at = Optional.of(context); at.isPresent() && timeout.isEmpty(); ) {
            timeout = at.get().getElement().flatMap(place -> AnnotationSupport.findAnnotation(place, Timeout.class));
            at = at.get().getParent();
        }
        return timeout.map(found ->
                        new TimeLimit(Duration.of(found.value(), found.unit().toChronoUnit()), "@Timeout"))
                .or(() -> Stream.of("test.method.default", "testable.method.default", "default")
                        .flatMap(name -> ofSetting(context, SETTINGS + name).stream())
                        .findFirst());
    }

    private static Optional<TimeLimit> ofSetting(ExtensionContext context, String name) {
        Matcher limit = LIMIT.matcher(
                context.getConfigurationParameter(name).orElse("").strip().toLowerCase(Locale.ROOT));
        if (!limit.matches()) {
            return Optional.empty(); // JUnit itself complains of one that can't be read
        }
        TimeUnit unit =
                limit.group(2) == null ? TimeUnit.SECONDS : UNITS.getOrDefault(limit.group(2), TimeUnit.SECONDS);
        return Optional.of(new TimeLimit(Duration.of(Long.parseLong(limit.group(1)), unit.toChronoUnit()), name));
    }

    /**
     * Does something within the limit. What takes longer is interrupted, and has ended when this throws.
     *
     * @throws UntrustedException if it takes longer
     */
    <T> T within(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "kguard-rule-test");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UntrustedException(reached() + ended(thread));
        } catch (InterruptedException e) {
            String left = ended(thread);
            Thread.currentThread().interrupt();
            throw new UntrustedException("The test was interrupted." + left);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** What a test that reached the limit is told. */
    String reached() {
        return "The test reached its limit of " + text() + " (" + setting + ").";
    }

    private String text() {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** Ends a thread. Says so if it does not end. */
    private static String ended(Thread thread) {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive() ? " What it played did not end within " + PATIENCE_SECONDS + " s after that." : "";
    }
}
