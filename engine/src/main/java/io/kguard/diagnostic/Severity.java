// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import org.apiguardian.api.API;

/** Whether a diagnostic prevents the use of the rules. */
@API(status = API.Status.EXPERIMENTAL)
public enum Severity {
    /** The rules can't be used. */
    ERROR,
    /** The rules can be used, but probably do not do what their author intended. */
    WARNING
}
