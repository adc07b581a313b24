// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    @Test
    void commasAndColonsComeByThemselves() {
        assertThat(nested(JsonWriter.compact()))
                .isEqualTo("{\"a\":\"x\",\"b\":[1,{\"c\":true},[],{}],\"d\":-9223372036854775808}");
        assertThat(nested(JsonWriter.spaced()))
                .isEqualTo("{\"a\": \"x\", \"b\": [1, {\"c\": true}, [], {}], \"d\": -9223372036854775808}");
    }

    private static String nested(JsonWriter json) {
        json.object().member("a", "x").key("b").array().value(1);
        json.object().member("c", true).end().array().end().object().end();
        return json.end().member("d", Long.MIN_VALUE).end().json();
    }

    @Test
    void linesBeginBehindTheCommaAndWithoutABlankBeforeThem() {
        JsonWriter json = JsonWriter.spaced().object();
        json.line(1).key("a").array();
        json.line(2).value("x").line(2).value("y");
        json.line(1).end().line(1).member("b", 1);
        assertThat(json.line(0).end().json()).isEqualTo("{\n \"a\": [\n  \"x\",\n  \"y\"\n ],\n \"b\": 1\n}");
    }

    @Test
    void stringsAreEscaped() {
        assertThat(JsonWriter.compact().object().member("\n", "\"").end().json())
                .isEqualTo("{\"\\n\":\"\\\"\"}");
    }

    @Test
    void treesAreWrittenWithAllThatIsInThem() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("list", Arrays.asList("x", 1L, 2, 0.5, false, null));
        tree.put("empty", Map.of());
        tree.put("none", List.of());
        assertThat(JsonWriter.compact().tree(tree).json())
                .isEqualTo("{\"list\":[\"x\",1,2,0.5,false,null],\"empty\":{},\"none\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, 0.0",
        "12.5, 12.5",
        "100, 100.0",
        "0.001, 0.001",
        "0.00001, 0.00001",
        "1e-7, 1e-7",
        "123456789012345, 123456789012345.0",
        "1e15, 1e+15",
        "1e20, 1e+20",
        "-3.25, -3.25",
        "NaN, null",
        "-Infinity, null"
    })
    void numbersAreWrittenAsFalcosLibraryDoes(double number, String text) {
        assertThat(JsonWriter.compact().value(number).json()).isEqualTo(text);
    }

    @Test
    void whatHasNotEndedIsNoJson() {
        JsonWriter json = JsonWriter.compact().object().key("a").array();
        assertThatThrownBy(json::json).isInstanceOf(IllegalStateException.class).hasMessageContaining("{\"a\":[");
    }
}
