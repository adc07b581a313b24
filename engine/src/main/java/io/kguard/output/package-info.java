// SPDX-License-Identifier: Apache-2.0
/**
 * The delivery of alerts: Falco's output lines, the channels of a {@code falco.yaml}, and a receiver that behaves like
 * Falcosidekick, with its messages to Slack and Teams.
 */
@NullMarked
package io.kguard.output;

import org.jspecify.annotations.NullMarked;
