// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of alerts: the lines that Falco prints, the channels that a user's {@code falco.yaml} sends them to, and a
 * receiver shaped like Falcosidekick's, with what it would send on to Slack and Teams.
 */
@NullMarked
package io.kguard.output;

import org.jspecify.annotations.NullMarked;
