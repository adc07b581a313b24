// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a field shows a fact. */
interface Lens {
    /** The fact itself. */
    Lens SELF = new Lens() {
        @Override
        public String see(String value, Facts facts) {
            return value;
        }

        @Override
        public List<Fragment> back(Fragment part, Facts facts) {
            return List.of(part);
        }
    };

    /** What the field has if the fact has a value; null for no value. */
    @Nullable
    String see(String value, Facts facts);

    /** The parts of the fact that give a part of the field. */
    List<Fragment> back(Fragment part, Facts facts);
}
