// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.diagnostic.Position;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Findings;
import io.kguard.verdict.RuleTestEvent;
import io.kguard.verdict.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another process or machine reads of a check is what was written. */
class RecordJsonTest {
    private record Held(@Nullable String maybe, Optional<String> perhaps, List<Integer> numbers) {}

    private record OfUnknown(Path path) {}

    private static String json(Record value) {
        return new String(RecordJson.write(value), UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        return RecordJson.read(json.getBytes(UTF_8), type);
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckResult.class, RuleTestEvent.class, Verdict.class})
    void everySampleComesBack(Class<?> type) {
        List<?> samples = RecordSamples.of(type);

        assertThat(samples).hasSizeGreaterThan(5);
        for (Object sample : samples) {
            String json = json((Record) sample);
            assertThat(json).doesNotContain("\n");
            assertThat(read(json, type)).isEqualTo(sample);
        }
    }

    /** Otherwise the test above would compare little. */
    @Test
    void samplesAreOfEveryKind() {
        List<CheckResult> samples = RecordSamples.of(CheckResult.class);

        assertThat(samples).extracting(check -> check.verdict().word()).contains("passed", "failed", "known", "error");
        assertThat(samples).extracting(CheckResult::origin).contains(EventOrigin.values());
        assertThat(samples).extracting(check -> check.clause().isPresent()).contains(true, false);
        assertThat(samples).extracting(check -> check.measured().isPresent()).contains(true, false);
        assertThat(samples)
                .extracting(check -> check.findings().chain().isEmpty())
                .contains(true, false);
        assertThat(samples)
                .extracting(check -> check.expectation().alert().priority() == null)
                .contains(true, false);
    }

    @Test
    void aMapKeepsItsOrder() {
        Map<String, Long> fired = new LinkedHashMap<>();
        List.of("z", "a", "m", "b").forEach(rule -> fired.put(rule, 1L));

        assertThat(read(json(new Findings(fired, List.of(), List.of())), Findings.class)
                        .fired()
                        .keySet())
                .containsExactly("z", "a", "m", "b");
    }

    @Test
    void isPlainJson() {
        assertThat(json(new Verdict.Failed("It is\nsilent.")))
                .isEqualTo("{\"kind\":\"Failed\",\"reason\":\"It is\\nsilent.\"}");
        assertThat(json(new Held(null, Optional.empty(), List.of(1, 2))))
                .isEqualTo("{\"maybe\":null,\"perhaps\":null,\"numbers\":[1,2]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[]}|",
                "{\"maybe\":null,\"perhaps\":null}|Held has 3 members, not 2",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[],\"more\":1}|Held has 3 members, not 4",
                "{\"maybe\":null,\"perhaps\":null,\"number\":[]}|there is no member \"numbers\"",
                "{\"maybe\":1,\"perhaps\":null,\"numbers\":[]}|a string is expected",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":null}|ARRAY is expected, not NULL",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[null]}|a whole number is expected",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[1.5]}|a whole number is expected",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[4294967296]}|numbers: integer overflow",
                "[]|OBJECT is expected, not ARRAY",
                "{\"maybe\":null|not JSON: the JSON ends too early at byte 14",
            })
    void whatIsNotSuchARecordIsRefused(String json, @Nullable String why) {
        if (why == null) {
            assertThat(read(json, Held.class)).isEqualTo(new Held(null, Optional.empty(), List.of()));
        } else {
            assertThatThrownBy(() -> read(json, Held.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(why);
        }
    }

    @Test
    void aKindThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> read("{\"kind\":\"Guessed\"}", Verdict.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no Verdict of the kind \"Guessed\"");
        assertThatThrownBy(() -> read("{\"kind\":\"Known\",\"reason\":\"\"}", Verdict.Failed.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatARecordRefusesIsRefused() {
        String json = json(new Position("rules.yaml", 1, 1, 0));

        assertThatThrownBy(() -> read(json.replace("\"line\":1", "\"line\":0"), Position.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Position can't have these values: no place in a file: rules.yaml:0:1");
    }

    /** A component that can't be written must not vanish. */
    @Test
    void aValueOfAnUnknownTypeIsAMistake() {
        assertThatThrownBy(() -> json(new OfUnknown(Path.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record can't have a value of class ");
        assertThatThrownBy(() -> read("{\"path\":\"a\"}", OfUnknown.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a record can't have a value of interface java.nio.file.Path here");
    }
}
