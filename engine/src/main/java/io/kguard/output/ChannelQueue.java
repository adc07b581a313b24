// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.output.AlertOutputs.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to a channel: a bounded queue and a thread that empties it. So a slow channel delays neither the
 * run nor the other channels. Lost lines are counted and reported.
 */
final class ChannelQueue {
    private final Channel channel;
    private final int capacity;
    private final Duration timeout;
    private final Consumer<String> warnings;
    private final Thread thread;
    private final Deque<String> queue = new ArrayDeque<>();
    private boolean closing;
    private boolean abandoned;
    private boolean ended;
    private boolean warnedOfFailure;
    private boolean warnedOfOverflow;
    private boolean warnedOfTimeout;
    private long busySince;
    private boolean busy;
    private long offered;
    private long taken;
    private long delivered;
    private String reason = "";

    ChannelQueue(Channel channel, int capacity, Duration timeout, Consumer<String> warnings) {
        this.channel = channel;
        this.capacity = capacity;
        this.timeout = timeout;
        this.warnings = warnings;
        this.thread = new Thread(this::empty, "kguard " + channel.name());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Adds a line, or counts it as lost if the queue is full. */
    void offer(String line) {
        String warning = null;
        synchronized (this) {
            offered++;
            if (queue.size() < capacity) {
                queue.add(line);
                notifyAll();
                if (busy && !warnedOfTimeout && System.nanoTime() - busySince > timeout.toNanos()) {
                    warnedOfTimeout = true;
                    warning = channel.name() + ": slow, an alert has been on its way for more than "
                            + timeout.toMillis() + " ms; " + queue.size() + " wait";
                }
            } else {
                reason = "the queue of " + capacity + " alerts was full";
                if (!warnedOfOverflow) {
                    warnedOfOverflow = true;
                    warning = channel.name() + ": too slow, " + reason + ": alerts are lost";
                }
            }
        }
        warn(warning);
    }

    private void empty() {
        for (String line = next(); line != null; line = next()) {
            try {
                arrived(channel.send(line));
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
        try {
            arrived(channel.close());
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
        end();
    }

    private synchronized @Nullable String next() {
        busy = false;
        notifyAll();
        while (queue.isEmpty() && !closing && !abandoned) {
            try {
                wait();
            } catch (InterruptedException e) {
                abandoned = true;
            }
        }
        if (abandoned || queue.isEmpty()) {
            busy = true; // closing the channel
            busySince = System.nanoTime();
            return null;
        }
        busy = true;
        busySince = System.nanoTime();
        taken++;
        return queue.remove();
    }

    private void arrived(long lines) {
        boolean again;
        synchronized (this) {
            if (abandoned || lines == 0) {
                return; // counted as lost already, or not known yet
            }
            delivered += lines;
            again = warnedOfFailure;
            warnedOfFailure = false;
        }
        if (again) {
            warn(channel.name() + ": works again");
        }
    }

    private void failed(Exception e) {
        boolean first;
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        synchronized (this) {
            if (abandoned) {
                return; // counted already
            }
            reason = text;
            first = !warnedOfFailure;
            warnedOfFailure = true;
        }
        if (first) {
            warn(channel.name() + ": alerts do not arrive: " + text);
        }
    }

    private synchronized void end() {
        busy = false;
        ended = true;
        notifyAll();
    }

    /**
     * Waits until all lines are sent, as long as there is progress. If the channel takes longer than a limit for one
     * line, the rest counts as lost.
     */
    Delivery close(Duration patience) {
        synchronized (this) {
            closing = true;
            notifyAll();
            long last = -1;
            long deadline = 0;
            boolean interrupted = false;
            while (!interrupted && !ended) {
                if (taken != last) {
                    last = taken;
                    deadline = System.nanoTime() + patience.toNanos();
                }
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    break;
                }
                try {
                    wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    interrupted = true;
                }
            }
            if (!ended) {
                abandoned = true;
                reason = "not sent within " + patience.toMillis() + " ms after the end of the run";
                queue.clear();
            }
        }
        if (isAbandoned()) {
            channel.abort();
            thread.interrupt();
        }
        Delivery delivery = delivery();
        if (delivery.lost() > 0) {
            warn(delivery.loss());
        }
        return delivery;
    }

    private synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Counts everything as lost that is not known to have arrived. */
    private synchronized Delivery delivery() {
        return new Delivery(channel.name(), delivered, offered - delivered, reason);
    }

    private void warn(@Nullable String warning) {
        if (warning != null) {
            warnings.accept(warning);
        }
    }
}
