// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.simulation.CheckResult;

/** Hears of checks as they are judged. */
@FunctionalInterface
public interface SuiteListener {
    /** A check was judged. Never called by two threads at once. */
    void judged(CheckResult result);
}
