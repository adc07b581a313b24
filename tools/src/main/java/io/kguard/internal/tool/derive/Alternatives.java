// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows which facts the fields of a source show. */
interface Alternatives {
    /**
     * The ways to satisfy a demand, the simplest first; each is a list of needs.
     *
     * @param facts what is decided so far
     * @return null if nobody knows how; the act is tried all the same
     */
    @Nullable
    List<List<Wanted>> of(Demand demand, Facts facts);
}
