// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of the search for event types. */
class EventTypeSearchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evt.type in (open, openat) and proc.name = x | open openat",
                "evt.type != open and evt.type in (open, close) | close",
                "evt.type = container | container",
                "not not evt.type = open | open"
            })
    void namesRestrict(String condition, String names) {
        assertThat(codes(condition)).isEqualTo(named(names));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not evt.type = open | open",
                "not (evt.type = open or proc.name = x) | open",
                "evt.type != open | open"
            })
    void negationExcludes(String condition, String names) {
        BitSet excluded = named(names);
        excluded.flip(0, EventTable.SIZE);
        assertThat(codes(condition)).isEqualTo(excluded);
    }

    @ParameterizedTest
    @CsvSource({
        "evt.type = open or proc.name = x",
        "not (evt.type = open and proc.name = x)",
        "evt.type startswith open",
        "evt.dir = <",
        "evt.type exists",
        "not evt.type in ()"
    })
    void whatDoesNotRestrictAllowsAll(String condition) {
        assertThat(codes(condition).cardinality()).isEqualTo(EventTable.SIZE);
    }

    @ParameterizedTest
    @CsvSource({
        "evt.type = open and evt.type = close",
        "evt.type in (acct) and not evt.type in (ioperm)",
        "not evt.type exists"
    })
    void contradictionsLeaveNothing(String condition) {
        assertThat(codes(condition).isEmpty()).isTrue();
    }

    @Test
    void genericSystemCallsShareTwoCodes() {
        BitSet expected = named("splice");
        expected.set(0, 2);
        assertThat(codes("evt.type in (setuid, splice, acct, ioperm) and not evt.type in (setuid)"))
                .isEqualTo(expected);
    }

    @Test
    void constantChecksOfTheNumberCountSince045() {
        Condition never = ConditionParser.parse("evt.type = open and evt.num = 0");
        assertThat(EventTypeSearch.of(never, FalcoVersion.V0_45).isEmpty()).isTrue();
        assertThat(EventTypeSearch.of(never, FalcoVersion.V0_44).isEmpty()).isFalse();
    }

    @Test
    void theTypeOfASystemCallCountsSince041() {
        Condition open = ConditionParser.parse("syscall.type = open");
        assertThat(EventTypeSearch.of(open, FalcoVersion.V0_41)).isEqualTo(named("open"));
        assertThat(EventTypeSearch.of(open, FalcoVersion.V0_40).cardinality()).isEqualTo(EventTable.SIZE);
    }

    @Test
    void fieldsOnTheRightAreRefused() {
        assertThatThrownBy(() -> codes("evt.type = val(proc.name)"))
                .isInstanceOf(ConditionException.class)
                .hasMessage("right-hand field comparisons on `evt.type` checks are not supported by event code search");
        assertThatThrownBy(() -> codes("tolower(evt.type) = open"))
                .hasMessage("event code search does not support `evt.type` checks with transformers");
    }

    private static BitSet codes(String condition) {
        return EventTypeSearch.of(ConditionParser.parse(condition, FalcoVersion.V0_40), FalcoVersion.V0_40);
    }

    private static BitSet named(String names) {
        List<String> all = List.of(names.split(" ", -1));
        BitSet codes = new BitSet();
        for (EventType type : EventTable.of(FalcoVersion.V0_40).types()) {
            codes.set(type.code(), all.contains(type.name()));
        }
        return codes;
    }
}
