// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventRowTest {
    @Test
    void rowsNameTheTypesOfTheEventTableAndEachTypeOnce() {
        List<FalcoVersion> versions = Arrays.asList(FalcoVersion.values());

        assertThat(EventRow.ALL)
                .allSatisfy(row -> assertThat(versions)
                        .anySatisfy(version -> assertThat(EventTable.of(version).type(row.code()))
                                .extracting(EventType::name)
                                .isEqualTo(row.name())));
        assertThat(EventRow.ALL).extracting(EventRow::code).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void eachRowSaysSomething() {
        assertThat(EventRow.ALL)
                .allMatch(row -> row.hasParser() || !row.traits().isEmpty());
    }

    /** A clone has an own parser; a row with one more would never reach it. */
    @Test
    void clonesHaveNoOtherParser() {
        Set<String> clones = EventRow.ALL.stream()
                .filter(row -> row.traits().contains("clone"))
                .filter(row -> !row.hasParser())
                .map(EventRow::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(clones).containsExactly("clone", "clone3", "fork", "vfork");
    }

    /** Falco up to 0.41 keeps the event that begins a call; only these are even codes. */
    @Test
    void onlyEnterEventsAreKeptAndOnlyExitsTellDescriptors() {
        for (EventRow row : EventRow.ALL) {
            boolean exit = (row.code() & 1) != 0;
            if (row.traits().contains("stored")) {
                assertThat(exit).as("%s", row).isFalse();
            }
            if (row.traits().contains("tells-fd")) {
                assertThat(exit).as("%s", row).isTrue();
            }
        }
    }
}
