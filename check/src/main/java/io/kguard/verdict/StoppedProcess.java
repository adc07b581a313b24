// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The end of the first process that a rule fired on since the first step.
 *
 * @param rule the rule's name
 * @param after the time from the event that the rule fired on to the end of the process and of all that it started, by the
 *     clock of the kernel's events
 * @param killed whether a signal ended the process
 */
@API(status = API.Status.INTERNAL)
public record StoppedProcess(String rule, Duration after, boolean killed) {}
