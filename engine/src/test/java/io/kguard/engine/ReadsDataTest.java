// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules depend on the bytes that processes read and write. */
class ReadsDataTest {
    private static RuleSet rules(String condition, String output) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", """
                        - rule: r
                          desc: d
                          condition: %s
                          output: o %s
                          priority: INFO
                        """.formatted(condition, output)),
                EngineOptions.of(FalcoVersion.CURRENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evt.type = pwrite and evt.buffer contains x  |                  | true",
                "evt.type = write and evt.arg.data contains x |                  | true",
                "evt.type = write and evt.arg[1] contains x   |                  | true",
                "evt.type = write and evt.args contains x     |                  | true",
                "evt.type = write and toupper(evt.args) = X   |                  | true",
                "evt.type = write and evt.arg.size > 3        | %evt.buflen      | false",
                "evt.type = write                             | %evt.arg.data    | true",
                "evt.type = write                             | %evt.info        | true",
                "evt.type = process_vm_writev                 | %evt.args        | true",
                "evt.type = write                             | %fd.name         | false",
                "evt.type = openat and evt.args contains x    | %evt.args        | false",
                "proc.name = x                                | %evt.args        | true",
                "proc.name = x                                | %evt.arg.flags   | false",
            })
    void aRuleReadsDataIfOneOfItsFieldsDoes(String condition, String output, boolean reads) {
        assertThat(rules(condition, output == null ? "" : output).dataCodes().isEmpty())
                .isNotEqualTo(reads);
    }

    @Test
    void whatOneRuleReadsOfSomeEventsIsNotReadOfOthers() {
        RuleSet both = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", """
                - {rule: a, desc: d, condition: "evt.type in (read, recvfrom) and evt.buffer contains x", output: o, priority: INFO}
                - {rule: b, desc: d, condition: evt.type = pwrite, output: o, priority: INFO}
                """),
                EngineOptions.of(FalcoVersion.CURRENT));
        EventTable table = EventTable.of(FalcoVersion.CURRENT);
        assertThat(both.dataCodes().stream().mapToObj(code -> table.type(code).name()))
                .containsOnly("read", "recvfrom")
                .contains("read", "recvfrom");
    }

    @ParameterizedTest
    @CsvSource({"evt.buffer, true", "evt.arg.data, true", "fd.name, false"})
    void whatIsReportedBesidesCountsToo(String field, boolean reads) {
        assertThat(rules("evt.type = write", "")
                        .reporting("r", List.of(field))
                        .dataCodes()
                        .isEmpty())
                .isNotEqualTo(reads);
    }
}
