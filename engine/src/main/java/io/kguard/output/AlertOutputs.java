// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Sends alerts to the channels of a {@code falco.yaml}, each at its own speed. A channel that is slow, refuses alerts
 * or dies does not stop the run. Lost alerts are reported as warnings and counted in the channel's {@link Delivery}.
 */
@API(status = API.Status.INTERNAL)
public final class AlertOutputs implements Consumer<Alert>, AutoCloseable {
    /** How long a channel may take for one alert after the run has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AlertFormat format;
    private final Duration patience;
    private final List<ChannelQueue> queues = new ArrayList<>();
    private List<Delivery> deliveries = List.of();
    private boolean closed;

    AlertOutputs(
            AlertFormat format,
            List<Channel> channels,
            int capacity,
            Duration timeout,
            Duration patience,
            Consumer<String> warnings) {
        this.format = format;
        this.patience = patience;
        channels.forEach(channel -> queues.add(new ChannelQueue(channel, capacity, timeout, warnings)));
    }

    static AlertOutputs open(
            AlertFormat format,
            List<ChannelSettings> settings,
            OutputStream stdout,
            int capacity,
            Duration timeout,
            Consumer<String> warnings)
            throws IOException {
        List<Channel> channels = new ArrayList<>();
        for (ChannelSettings setting : settings) {
            channels.add(setting.open(stdout));
        }
        return new AlertOutputs(format, channels, capacity, timeout, PATIENCE, warnings);
    }

    @Override
    public void accept(Alert alert) {
        String line = format.line(alert);
        queues.forEach(queue -> queue.offer(line));
    }

    /** How much arrived at each channel; empty until this is closed. */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    /** Waits until all alerts are sent, except for channels that make no progress; then closes the channels. */
    @Override
    public void close() {
        if (!closed) {
            deliveries = queues.stream().map(queue -> queue.close(patience)).toList();
            closed = true;
        }
    }

    /**
     * How much arrived at a channel.
     *
     * @param channel the channel's name and destination
     * @param delivered alerts that arrived, as far as a sender can know
     * @param lost all others: alerts that did not arrive or may not have arrived
     * @param reason the reason of the last loss; empty if all arrived
     */
    public record Delivery(String channel, long delivered, long lost, String reason) {
        /** What did not arrive and why; empty if everything did. */
        public String loss() {
            return lost == 0
                    ? ""
                    : channel + ": " + lost + " of " + (delivered + lost)
                            + " alerts did not arrive or are not known to have arrived; the last: " + reason;
        }
    }
}
