// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;

/**
 * An output of Falcosidekick that is enabled.
 *
 * @param minimum the lowest priority that it sends
 * @param place where the minimum is written, as {@code values.yaml:12:24}; empty if it is not
 * @param maker makes its messages
 */
record EnabledOutput(Priority minimum, String place, Maker maker) {
    /** Makes the message of an alert. */
    @FunctionalInterface
    interface Maker {
        ChatMessage message(SidekickPayload payload);
    }
}
