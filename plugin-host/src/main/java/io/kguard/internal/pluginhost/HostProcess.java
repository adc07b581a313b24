// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Visible;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A process that runs a plugin, and asks it one thing at a time. Not thread-safe. */
final class HostProcess implements AutoCloseable {
    private static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_REPORT = 1 << 14;

    /** What it means that a signal ended the process. */
    private static final Map<String, String> SIGNALS = Map.of(
            "4", "it crashed (SIGILL)",
            "6", "it crashed (SIGABRT)",
            "7", "it crashed (SIGBUS)",
            "8", "it crashed (SIGFPE)",
            "11", "it crashed (SIGSEGV)",
            "25", "it was to write a file, which plugins may not (SIGXFSZ)",
            "31", "it was to start a program or to reach another process, which plugins may not (SIGSYS)");

    /** A limit is at most so many times longer. */
    private static final int MOST_TIMES = 20;

    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String plugin;
    private final Process process;
    private final DataInputStream replies;
    private final PluginRequest request = new PluginRequest();
    private final AtomicLong deadline = new AtomicLong(NO_DEADLINE);
    /** How much longer the present answer may take, if the machine gives the process no processor. */
    private final AtomicLong patience = new AtomicLong();

    private final AtomicLong starvedBefore = new AtomicLong();
    private volatile boolean isLate;
    private volatile boolean isClosed;

    private HostProcess(String plugin, Process process) {
        this.plugin = plugin;
        this.process = process;
        this.replies = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    }

    /**
     * Starts the process. It loads nothing yet.
     *
     * @param plugin the plugin's name, for messages
     * @throws PluginException if this machine can't do it
     */
    static HostProcess start(String plugin) {
        try {
            HostProcess host = new HostProcess(plugin, HostProgram.start());
            Thread watch = new Thread(host::watch, "kguard plugin " + plugin);
            watch.setDaemon(true);
            watch.start();
            return host;
        } catch (IOException e) {
            throw new PluginException(plugin, String.valueOf(e.getMessage()));
        }
    }

    /** Begins a request, to be passed to {@link #ask}. */
    PluginRequest request(char type) {
        return request.begin(type);
    }

    /**
     * Sends a request and reads the result.
     *
     * @param doing what the plugin is to do, for messages: "its fields were read"
     * @param reading reads all of the result
     * @throws PluginException if the plugin fails, ends, or takes too long, or if its process sends what can't be read
     */
    <T> T ask(PluginRequest asked, String doing, Duration limit, Function<PluginReply, T> reading) {
        if (isClosed) {
            throw new PluginException(plugin, "it has ended before, so " + doing + " no more");
        }
        starvedBefore.set(starved());
        patience.set(limit.toNanos() * MOST_TIMES);
        deadline.set(System.nanoTime() + limit.toNanos());
        try {
            asked.send(process.getOutputStream());
            PluginReply reply = PluginReply.read(replies);
            deadline.set(NO_DEADLINE);
            requireResult(reply, doing);
            T result = reading.apply(reply);
            reply.end();
            return result;
        } catch (IOException e) {
            throw ended(doing, limit);
        } catch (PluginReply.MalformedException e) {
            close();
            throw new PluginException(
                    plugin,
                    "its process sends " + e.getMessage() + ": the plugin has changed memory that is not its own");
        }
    }

    /** The same for a request that has no result. */
    void ask(PluginRequest asked, String doing, Duration limit) {
        ask(asked, doing, limit, reply -> true);
    }

    private void requireResult(PluginReply reply, String doing) {
        int kind = reply.bit8();
        if (kind == 'r') {
            return;
        }
        String text = Visible.of(reply.message());
        String problem = switch (kind) {
            case 'f' -> "it fails when " + doing + (text.isEmpty() ? ", and does not say why" : ": " + text);
            case 'b' -> text + ". Falco would not take that, or misbehave";
            case 'u' -> "it can't be confined on this machine, so it is not loaded: " + text;
            default -> throw new PluginReply.MalformedException("a reply of an unknown kind");
        };
        close();
        throw new PluginException(plugin, problem);
    }

    /** Says why there is no reply. */
    private PluginException ended(String doing, Duration limit) {
        deadline.set(NO_DEADLINE);
        boolean late = isLate;
        String report = await();
        int line = report.indexOf('\n');
        String how = line < 0 ? report : report.substring(0, line);
        String wrote = line < 0 ? "" : Visible.of(report.substring(line + 1).strip());
        String why;
        if (late) {
            why = "it did not answer within " + limit.toSeconds() + " seconds";
        } else if (how.equals("memory")) {
            why = "it took more than 1 GiB of memory";
        } else if (how.startsWith("signal ")) {
            String signal = how.substring("signal ".length());
            why = SIGNALS.getOrDefault(signal, "signal " + signal + " ended it");
        } else {
            why = "it ended its process (" + how + ")";
        }
        return new PluginException(
                plugin, why + " when " + doing + (wrote.isEmpty() ? "" : ". The last that it wrote: " + wrote));
    }

    /** Waits until the process has ended, and returns how. */
    private String await() {
        close();
        try {
            return new String(process.getErrorStream().readNBytes(LONGEST_REPORT), UTF_8);
        } catch (IOException e) {
            return "and can't say how: " + e.getMessage();
        }
    }

    /** Asks the process to end its plugin. What it says then can still be read, unlike after {@link Process#destroy}. */
    private void stop() {
        process.toHandle().destroy();
    }

    private void end() {
        boolean interrupted = false;
        long until = System.nanoTime() + END_LIMIT.toNanos();
        while (process.isAlive()) {
            try {
                if (!process.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    process.toHandle().destroyForcibly();
                    until = System.nanoTime() + END_LIMIT.toNanos();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the process waited for a processor, in nanoseconds; 0 where the kernel does not tell it. */
    private long starved() {
        try {
            String[] times = Files.readString(Path.of("/proc/" + process.pid() + "/schedstat"), UTF_8)
                    .split(" ", -1);
            return Long.parseLong(times[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends the process when an answer is late. On a busy machine it may be as much later as it had no processor. */
    private void watch() {
        while (!isClosed && process.isAlive()) {
            long until = deadline.get();
            long left = until == NO_DEADLINE ? TimeUnit.SECONDS.toNanos(1) : until - System.nanoTime();
            if (left <= 0) {
                long more = Math.min(starved() - starvedBefore.get(), patience.get());
                if (more > SHORT_NANOS) {
                    starvedBefore.addAndGet(more);
                    patience.addAndGet(-more);
                    deadline.compareAndSet(until, until + more); // the answer may just have come
                    continue;
                }
                isLate = true;
                stop();
                return;
            }
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Ends the process, whatever it does, and waits until it has ended. */
    @Override
    public void close() {
        isClosed = true;
        stop();
        end();
    }
}
