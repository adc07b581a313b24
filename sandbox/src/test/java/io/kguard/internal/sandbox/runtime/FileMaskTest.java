// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Modes of files are what they are on a node, or kguard says why they are not. */
@Tag("trust")
class FileMaskTest {
    @Test
    void theMaskOfServicesIsFine() {
        assertThatCode(() -> FileMask.require("Name:\tjava\nUmask:\t0022\nState:\tR (running)\n"))
                .doesNotThrowAnyException();
        assertThatCode(() -> FileMask.require("Name:\tjava\n")).doesNotThrowAnyException();
    }

    @Test
    void anotherMaskIsRefused() {
        for (String mask : new String[] {"0077", "0027", "0002", "0000"}) {
            assertThatThrownBy(() -> FileMask.require("Name:\tjava\nUmask:\t" + mask + "\n"))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SUPPORTED))
                    .hasMessageStartingWith("the mask of new files is " + mask)
                    .hasMessageEndingWith("Run \"umask 022\" in the shell that starts this build");
        }
    }
}
