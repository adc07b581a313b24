// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.ParamType;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourcePlugin.FoundValues;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that does as it should. */
class HostedPluginTest {
    @TempDir
    private Path folder;

    private HostedPlugin sample(Path... readable) {
        return SamplePlugin.load("sample", "", readable);
    }

    private static PluginEvent event(String line) {
        return new PluginEvent(1_700_000_000_000_000_000L, line.getBytes(UTF_8));
    }

    private static FoundValues value(HostedPlugin plugin, String field, @Nullable String argument, String line) {
        int place = plugin.plan(SamplePlugin.field(plugin, field), argument);
        return plugin.values(7, event(line)).get(place);
    }

    @Test
    void saysWhatItIs() {
        try (HostedPlugin plugin = sample()) {
            PluginDescription description = plugin.description();

            assertThat(description.name()).isEqualTo("sample");
            assertThat(description.version()).isEqualTo("0.1.0");
            assertThat(description.id()).isEqualTo(998);
            assertThat(description.source()).isEqualTo("sample");
            assertThat(description.capabilities())
                    .containsExactlyInAnyOrder(PluginCapability.SOURCING, PluginCapability.EXTRACTION);
            assertThat(description.fields())
                    .hasSize(15)
                    .contains(
                            new PluginField(
                                    0, "sample.line", ParamType.CHARBUF, false, SourceField.Argument.NONE, true),
                            new PluginField(
                                    7, "sample.words", ParamType.CHARBUF, true, SourceField.Argument.NONE, false),
                            new PluginField(
                                    9,
                                    "sample.word",
                                    ParamType.CHARBUF,
                                    false,
                                    new SourceField.Argument(true, true, false),
                                    false));
        }
    }

    @Test
    void hasTheEventsOfItsSource() throws IOException {
        Path log = SamplePlugin.log(folder);
        try (HostedPlugin plugin = sample(log)) {
            assertThat(SamplePlugin.events(plugin, log))
                    .extracting(event -> event.timestamp() + " " + new String(event.data(), UTF_8))
                    .isEqualTo(SamplePlugin.LINES);
        }
    }

    @Test
    void anEmptySourceHasNone() throws IOException {
        Path log = Files.createFile(folder.resolve("empty"));
        try (HostedPlugin plugin = sample(log)) {
            assertThat(SamplePlugin.events(plugin, log)).isEmpty();
        }
    }

    /** Many batches of the plugin, each of which is sent in several parts. */
    @Test
    void manyEventsComeInTheirOrder() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lines.add(i + " " + "x".repeat(i));
        }
        Path log = Files.write(folder.resolve("many"), lines);
        try (HostedPlugin plugin = sample(log)) {
            assertThat(SamplePlugin.events(plugin, log))
                    .extracting(event -> event.timestamp() + " " + new String(event.data(), UTF_8))
                    .isEqualTo(lines);
        }
    }

    @Test
    void readsFieldsOfEachType() {
        String line = "GET /index.html ip=10.1.2.3";
        try (HostedPlugin plugin = sample()) {
            assertThat(value(plugin, "line", null, line)).isEqualTo(new FoundValues.Texts(List.of(line)));
            assertThat(value(plugin, "size", null, line)).isEqualTo(new FoundValues.Numbers(List.of(27L)));
            assertThat(value(plugin, "is_long", null, line)).isEqualTo(new FoundValues.Numbers(List.of(1L)));
            assertThat(value(plugin, "is_long", null, "a")).isEqualTo(new FoundValues.Numbers(List.of(0L)));
            assertThat(value(plugin, "since", null, "a")).isEqualTo(new FoundValues.Numbers(List.of(1000000007L)));
            assertThat(value(plugin, "at", null, "a"))
                    .isEqualTo(new FoundValues.Numbers(List.of(1_700_000_000_000_000_000L)));
            assertThat(value(plugin, "ip", null, line)).isEqualTo(new FoundValues.Address(4, 0, 0x0a010203));
            assertThat(value(plugin, "net", null, "ip6=ff"))
                    .isEqualTo(new FoundValues.Address(6, 0x2001000000000000L, 0xff));
            assertThat(value(plugin, "words", null, line))
                    .isEqualTo(new FoundValues.Texts(List.of("GET", "/index.html", "ip=10.1.2.3")));
            assertThat(value(plugin, "lengths", null, line)).isEqualTo(new FoundValues.Numbers(List.of(3L, 11L, 11L)));
        }
    }

    @Test
    void stringsAreBytes() {
        try (HostedPlugin plugin = sample()) {
            assertThat(value(plugin, "line", null, "caf\u00e9"))
                    .isEqualTo(new FoundValues.Texts(List.of(new String("caf\u00e9".getBytes(UTF_8), ISO_8859_1))));
        }
    }

    @Test
    void aFieldCanHaveNoValue() {
        try (HostedPlugin plugin = sample()) {
            assertThat(value(plugin, "none", null, "a")).isEqualTo(FoundValues.None.NONE);
            assertThat(value(plugin, "ip", null, "a")).isEqualTo(FoundValues.None.NONE);
            assertThat(value(plugin, "words", null, "")).isEqualTo(FoundValues.None.NONE);
        }
    }

    /** The fields beside it have their values nevertheless, as in Falco, which asks for one at a time. */
    @Test
    void aFieldThatFailsSaysWhy() {
        try (HostedPlugin plugin = sample()) {
            int fails = plugin.plan(SamplePlugin.field(plugin, "fails"), null);
            int size = plugin.plan(SamplePlugin.field(plugin, "size"), null);
            List<FoundValues> values = plugin.values(1, event("a"));

            assertThat(values.get(fails)).isEqualTo(new FoundValues.Failed("this field always fails"));
            assertThat(values.get(size)).isEqualTo(new FoundValues.Numbers(List.of(1L)));
        }
    }

    @Test
    void argumentsArriveAsFalcoPassesThem() {
        try (HostedPlugin plugin = sample()) {
            assertThat(value(plugin, "word", "1", "a b c")).isEqualTo(new FoundValues.Texts(List.of("b")));
            assertThat(value(plugin, "word", "3", "a b c")).isEqualTo(FoundValues.None.NONE);
            assertThat(value(plugin, "value", "user", "a user=root")).isEqualTo(new FoundValues.Texts(List.of("root")));
            assertThat(value(plugin, "asked", "12", "")).isEqualTo(new FoundValues.Texts(List.of("1 12 12")));
            assertThat(value(plugin, "asked", "012", "")).isEqualTo(new FoundValues.Texts(List.of("1 0 012")));
            assertThat(value(plugin, "asked", "a", "")).isEqualTo(new FoundValues.Texts(List.of("1 0 a")));
            assertThat(value(plugin, "asked", null, "")).isEqualTo(new FoundValues.Texts(List.of("0 0 no key")));
        }
    }

    @Test
    void theEventArrivesAsItIs() {
        try (HostedPlugin plugin = sample()) {
            assertThat(value(plugin, "input", null, "a"))
                    .isEqualTo(new FoundValues.Texts(List.of("7 sample 322 -1 998 9 0 12")));
        }
    }

    /** A field that is asked for twice is read once. */
    @Test
    void eachFieldHasOnePlace() {
        try (HostedPlugin plugin = sample()) {
            PluginField word = SamplePlugin.field(plugin, "word");
            assertThat(plugin.plan(word, "1")).isEqualTo(0);
            assertThat(plugin.plan(word, "2")).isEqualTo(1);
            assertThat(plugin.plan(word, "1")).isEqualTo(0);
            assertThat(plugin.values(1, event("a b c"))).hasSize(2);
        }
    }

    @Test
    void putsEventsIntoWords() {
        try (HostedPlugin plugin = sample()) {
            assertThat(plugin.text(1, event("abc"))).isEqualTo("a line of 3 bytes");
        }
    }

    /** A plugin that names event types, and not pluginevent, is never asked. */
    @Test
    void aPluginMayWantOtherEvents() {
        try (HostedPlugin plugin = SamplePlugin.load("other-types", "")) {
            assertThat(value(plugin, "line", null, "a")).isEqualTo(FoundValues.None.NONE);
        }
    }

    @Test
    void jsonIsThereForPluginsThatWantIt() {
        try (HostedPlugin plugin = SamplePlugin.load("schema", "{\"a\": 1}")) {
            assertThat(plugin.description().takesJson()).isTrue();
        }
        SamplePlugin.load("schema", "").close();
        assertThatThrownBy(() -> SamplePlugin.load("schema", "{a: 1}").close())
                .isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin sample: its init_config must be JSON: it is ");
    }

    /** Its events can be read where they were recorded; only an open source would miss some. */
    @Test
    void asyncEventsMatterOnlyToAnOpenSource() throws IOException {
        Path log = SamplePlugin.log(folder);
        try (HostedPlugin plugin = SamplePlugin.load("async", "", log)) {
            assertThat(value(plugin, "size", null, "a")).isEqualTo(new FoundValues.Numbers(List.of(1L)));
            assertThatThrownBy(() -> SamplePlugin.events(plugin, log))
                    .hasMessage(
                            "plugin sample: it has the capability \"async events\": events that it adds while a source"
                                    + " is open would be missing. Record a capture, and replay that");
        }
    }

    @Test
    void threadsOfThePluginEndWithIt() {
        HostedPlugin plugin = SamplePlugin.load("sample", "init:thread");
        plugin.close();
        plugin.close();
        assertThatThrownBy(() -> plugin.values(1, event("a")))
                .hasMessage("plugin sample: it has ended before, so fields of an event were read no more");
    }
}
