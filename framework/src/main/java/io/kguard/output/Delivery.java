package io.kguard.output;

/**
 * How much of what was sent to a channel arrived.
 *
 * @param channel the channel's name and where it leads to
 * @param delivered alerts that arrived, as far as a sender can tell
 * @param lost alerts that did not
 * @param reason why the last one did not; empty if all did
 */
public record Delivery(String channel, long delivered, long lost, String reason) {}
