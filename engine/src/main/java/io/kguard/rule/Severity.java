// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import org.apiguardian.api.API;

/** Whether what a diagnostic says keeps the rules from being used. */
@API(status = API.Status.EXPERIMENTAL)
public enum Severity {
    /** The rules can't be used. */
    ERROR,
    /** The rules can be used, but hardly do what their author meant. */
    WARNING
}
