// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.record.RecordJson.Written;

/**
 * Everyday alerts of a rule for which there is no exception.
 *
 * @param rule the rule's name
 * @param alerts how many there were in the first run
 * @param reason why there is none, as a sentence
 * @param example the message of one of them
 */
record UntunedAlerts(@Written(hidden = true) String rule, long alerts, String reason, String example) {}
