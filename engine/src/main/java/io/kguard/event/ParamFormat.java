// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** How a number is formatted in {@code evt.args} and in alerts. */
@API(status = API.Status.INTERNAL)
public enum ParamFormat {
    NA,
    DEC,
    HEX,
    OCT,
    PADDED_DEC,
    ID,
    DIR
}
