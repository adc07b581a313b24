// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** How an event type changes the state of the machine. */
@API(status = API.Status.INTERNAL)
public enum EventFlag {
    CREATES_FD,
    DESTROYS_FD,
    USES_FD,
    READS_FROM_FD,
    WRITES_TO_FD,
    MODIFIES_STATE,
    WAITS,
    SKIPPARSERESET,
    OLD_VERSION,
    LARGE_PAYLOAD,
    TMP_CONVERTER_MANAGED,
    UNUSED
}
