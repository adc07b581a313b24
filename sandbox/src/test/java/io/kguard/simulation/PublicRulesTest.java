// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.Sensor;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sensor records every event that a public rule names. */
@RequiresShared
class PublicRulesTest {
    /** Rules for every type, or for all but some, do not require a particular type. */
    private static final int NAMES_TYPES = 100;

    @ParameterizedTest
    @CsvSource({"0.40, V0_40", "current, V0_45"})
    void theSensorRecordsEveryTypeThatARuleNames(String directory, FalcoVersion falco) {
        List<Path> files = Stream.of("falco_rules", "falco-incubating_rules", "falco-sandbox_rules")
                .map(name -> Shared.path("conformance/falco-rules/" + directory + "/" + name + ".yaml"))
                .toList();
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(falco).load(files), EngineOptions.of(falco).with(Selection.enableRule("*")));
        BitSet recordable = new BitSet();
        Sensor.recordableTypes(falco).forEach(type -> recordable.set(type.code()));

        TreeSet<String> missing = new TreeSet<>();
        for (Rule rule : rules.rules()) {
            BitSet codes = rules.eventCodes(rule);
            codes.clear(EventCodes.ASYNCEVENT_E);
            if (codes.cardinality() < NAMES_TYPES) {
                codes.andNot(recordable);
                codes.stream()
                        .mapToObj(EventTable.of(falco)::type)
                        .filter(type -> type != null && isMade(type, falco))
                        .forEach(type -> missing.add(type + ", of " + rule.name()));
            }
        }
        assertThat(rules.rules()).hasSizeGreaterThan(50);
        assertThat(missing).isEmpty();
        assertThat(UnrecordedEvents.describe(rules, falco)).isEmpty();
    }

    /** Whether Falco has such events on this architecture. Since 0.42 there are no enter events. */
    private static boolean isMade(EventType type, FalcoVersion falco) {
        boolean old = type.has(EventFlag.OLD_VERSION) || type.has(EventFlag.UNUSED);
        EventType today = EventTable.of(FalcoVersion.CURRENT).type(type.code() | 1);
        boolean oldToday = today != null && today.has(EventFlag.OLD_VERSION);
        boolean enterToday = !type.isExit() && !falco.hasEnterEvents();
        boolean elsewhere = List.of("recv", "send", "umount", "mmap2").contains(type.name());
        boolean bySimulation = type.name().equals("container");
        return !old && !oldToday && !enterToday && !elsewhere && !bySimulation;
    }
}
