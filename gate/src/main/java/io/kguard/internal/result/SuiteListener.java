// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.verdict.CheckResult;

/** Receives checks when they are judged. */
@FunctionalInterface
public interface SuiteListener {
    /** Called for each check, never by two threads at once. */
    void judged(CheckResult result);
}
