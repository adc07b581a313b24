// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

/** What the acts of a source are made of. */
interface Medium {
    Ordinary ordinary();

    Alternatives alternatives();

    /** The act with decided facts. */
    Act write(Facts facts);
}
