// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters that came with a version: none before it, and there from it on. */
class EventTableTest {
    @ParameterizedTest
    @CsvSource({
        "write, V0_41, fd",
        "pwrite, V0_41, pos",
        "open_by_handle_at, V0_40, mountfd",
        "close, V0_42, fd",
        "setuid, V0_42, uid",
        "execve, V0_43, filename",
        "socket, V0_44, flags",
        "fcntl, V0_44, arg"
    })
    void anExitEventHasAParameterSinceAVersion(String name, FalcoVersion since, String param) {
        for (FalcoVersion version : FalcoVersion.values()) {
            EventType exit = EventTable.of(version).named(name).stream()
                    .filter(EventType::isExit)
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(exit.indexOf(param) >= 0)
                    .as("%s of %s in %s", param, exit, version)
                    .isEqualTo(version.atLeast(since));
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_41, false", "V0_42, true"})
    void enterEventsAreOldSince042(FalcoVersion version, boolean old) {
        EventType enter = Objects.requireNonNull(EventTable.of(version).type(292));
        assertThat(enter.isExit()).isFalse();
        assertThat(enter.has(EventFlag.OLD_VERSION)).isEqualTo(old);
    }
}
