// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/** Receives alerts on the thread that evaluates rules. */
@API(status = API.Status.EXPERIMENTAL)
@FunctionalInterface
public interface AlertListener {
    /** Called when a rule matched the event that is being evaluated. */
    void onAlert(Alert alert);
}
