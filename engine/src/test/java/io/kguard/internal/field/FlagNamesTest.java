// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.event.FlagTable;
import io.kguard.event.ParamType;
import org.junit.jupiter.api.Test;

/** The names of flags, which are kept once they are made. */
class FlagNamesTest {
    private static final long CHILD_IN_PIDNS = 1L << 29;

    /** Whichever version is first: in one run there may be several. */
    @Test
    void eachVersionHasItsOwnNames() {
        assertThat(names(FalcoVersion.V0_43)).isEqualTo("CLONE_CHILD_IN_PIDNS");
        assertThat(names(FalcoVersion.V0_40)).isEmpty();
        assertThat(names(FalcoVersion.V0_43)).isEqualTo("CLONE_CHILD_IN_PIDNS");
    }

    private static String names(FalcoVersion version) {
        return FlagNames.of(FlagTable.of("clone_flags", version)).of(ParamType.FLAGS32, CHILD_IN_PIDNS);
    }
}
