// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison of one value. */
interface Trait {
    /** Whether it holds; never of null, which is no value. */
    boolean holds(@Nullable String value);

    /** Parts of values of which it may hold. */
    List<Fragment> fragments();

    /** Parts of values of which it may not hold, if other values are rare. */
    default List<Fragment> opposite() {
        return List.of();
    }
}
