// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/** Takes alerts as they arise, on the thread that evaluates. */
@API(status = API.Status.EXPERIMENTAL)
@FunctionalInterface
public interface AlertListener {
    /** A rule matched the event that is being evaluated. */
    void onAlert(Alert alert);
}
