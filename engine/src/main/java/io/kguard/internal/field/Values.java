// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/** The values of a field that a comparison uses. */
interface Values {
    int count(EventContext context);

    boolean load(EventContext context, int index);
}
