// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kguard.internal.source.SourcePlugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a plugin does, it ends in an error that names it, and never in values. */
@Tag("trust")
class MisbehavingPluginTest {
    private static final String CRASHED = "it crashed (SIGSEGV) when ";
    private static final String EXTRACTED = "fields of an event were read";

    @TempDir
    private Path folder;

    /** Loads a plugin, reads its source, and a field of its first event. */
    private void use(String variant, String config, String field) throws IOException {
        use(Integer.MAX_VALUE, variant, config, field);
    }

    private void use(int landlock, String variant, String config, String field) throws IOException {
        Path log = folder.resolve("lines");
        if (!Files.exists(log)) {
            SamplePlugin.log(folder);
        }
        try (HostedPlugin plugin = SamplePlugin.load(landlock, variant, config, log)) {
            plugin.plan(SamplePlugin.field(plugin, field), null);
            List<PluginEvent> events = SamplePlugin.events(plugin, log);
            assertThat(plugin.values(1, events.get(0))).hasSize(1);
        }
    }

    private void assertFails(String variant, String config, String field, String message) {
        assertThatThrownBy(() -> use(variant, config, field))
                .isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin sample: " + message);
    }

    /** Otherwise the tests below would show nothing. */
    @Test
    void whatIsAskedForWorks() throws IOException {
        use("sample", "", "line");
    }

    @ParameterizedTest
    @CsvSource({
        "init, it was initialized",
        "open, '\"LOG\" was opened'",
        "next, its events were read",
        "extract, " + EXTRACTED
    })
    void anEndOfTheProcessIsSaid(String place, String when) {
        String when1 = when.replace("LOG", folder.resolve("lines").toString());
        assertFails("sample", place + ":crash", "line", CRASHED + when1);
        assertFails("sample", place + ":abort", "line", "it crashed (SIGABRT) when " + when1);
        assertFails("sample", place + ":exit", "line", "it ended its process (exit 0) when " + when1);
        assertFails("sample", place + ":fork", "line", "it was to start a program");
        assertFails("sample", place + ":system", "line", "it was to start a program");
    }

    @ParameterizedTest
    @CsvSource({"init", "open", "next", "extract"})
    void anEndlessCallIsEnded(String place) {
        assertFails("sample", place + ":hang", "line", "it did not answer within 5 seconds when ");
    }

    @Test
    void memoryIsBounded() {
        assertFails("sample", "extract:memory", "line", "it crashed (SIGABRT) when " + EXTRACTED);
        assertFails("sample", "extract:shared-memory", "line", "it crashed (SIGABRT) when " + EXTRACTED);
    }

    /** A machine may take a while to give so much. */
    @Test
    void whatIsKeptOfMemoryIsBounded() throws IOException {
        PluginLimits patient = new PluginLimits(Duration.ofMinutes(2), Duration.ofSeconds(1), 1000, 1 << 20);
        Path log = SamplePlugin.log(folder);
        try (HostedPlugin plugin =
                SamplePlugin.load(patient, Integer.MAX_VALUE, "sample", "extract:kept-memory", log)) {
            plugin.plan(SamplePlugin.field(plugin, "line"), null);
            PluginEvent event = SamplePlugin.events(plugin, log).get(0);
            assertThatThrownBy(() -> plugin.values(1, event))
                    .isInstanceOf(PluginException.class)
                    .hasMessageStartingWith("plugin sample: it took more than 1 GiB of memory when " + EXTRACTED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "next:empty | plugin_next_batch succeeds without an event",
                "next:many | plugin_next_batch returns 4294967295 events",
                "next:null | plugin_next_batch returns 2 events and no list of them",
                "next:hole | plugin_next_batch returns a list with an event missing",
                "next:fail | it fails when its events were read: the disk is gone",
                "next:code | it fails when its events were read, and does not say why",
                "next:timeout | it had no event for 1 seconds, and",
                "event:type | plugin_next_batch returns an event of another type than pluginevent",
                "event:parameters | plugin_next_batch returns an event of another type than pluginevent",
                "event:id | plugin_next_batch returns an event with the id of another plugin",
                "event:length | plugin_next_batch returns an event whose lengths contradict each other",
                "event:huge | plugin_next_batch returns an event whose lengths contradict each other",
                "event:wild | it crashed (SIGSEGV) when its events were read",
                "init:fail | it fails when it was initialized: the configuration is wrong",
                "init:tables | it fails when it was initialized: kguard has no tables of threads or of other plugins"
            })
    void wrongEventsAreRefused(String config, String message) {
        assertFails("sample", config, "line", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value:null-text | line | its field sample.line has a string that is NULL",
                "value:null | line | its field sample.line has a count of values, but no values",
                "value:several | line | its field sample.line is no list and has several values",
                "value:several | size | its field sample.size is no list and has several values",
                "value:many | words | its field sample.words has more than 100,000 values",
                "value:wild | line | it crashed (SIGSEGV) when fields of an event were read",
                "value:huge | line | its field sample.line has a value of more than 1 MiB",
                "value:truth | is_long | its field sample.is_long has a boolean that is neither 0 nor 1",
                "value:address | ip | its field sample.ip has an address that has not 4 or 16 bytes"
            })
    void wrongValuesAreRefused(String config, String field, String message) {
        assertFails("sample", config, field, message);
    }

    /** What the request says counts, not what the plugin writes over it. */
    @Test
    void theRequestIsNotThePlugins() throws IOException {
        use("sample", "value:own", "line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old-api | it needs version 2.0.0 of the plugin API, and kguard has 3.0 to 3.12",
                "new-api | it needs version 3.99.0 of the plugin API, and kguard has 3.0 to 3.12",
                "no-version | plugin_get_required_api_version returns \"three\", which is no version",
                "no-init | it has no function plugin_init, which every plugin must have",
                "no-id | it must have both an id (plugin_get_id) and an event source (plugin_get_event_source)",
                "zero | it must have both an id (plugin_get_id) and an event source (plugin_get_event_source)",
                "no-list | it has plugin_extract_fields, but no plugin_get_fields",
                "parse | it has the capability \"event parsing\", for which kguard has no tables of threads",
                "listen | it has the capability \"capture listening\", for which kguard has no tables of threads",
                "syscall | its event source is \"syscall\", which only Falco itself may have",
                "no-fields | plugin_get_fields returns 0 fields; from 1 to 10000 are possible",
                "bad-fields | plugin_get_fields returns ",
                "bad-type | its field a.b has the type \"double\", which Falco does not have",
                "crash-at-load | it crashed (SIGSEGV) when it was loaded",
                "hang-at-load | it did not answer within 5 seconds when it was loaded",
                "missing | it can't be confined on this machine, so it is not loaded: "
            })
    void whatFalcoWouldNotLoadIsRefused(String variant, String message) {
        assertFails(variant, "", "line", message);
    }

    @Test
    void whatIsNoLibraryIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("text.so"), "text");
        assertThatThrownBy(
                        () -> HostedPlugin.load(new PluginLibrary("sample", file, "", List.of()), SamplePlugin.LIMITS))
                .isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin sample: it can't be loaded: ")
                .hasMessageContaining("text.so");
    }

    @Test
    void aSourceMustEnd() throws IOException {
        Path log = SamplePlugin.log(folder);
        try (HostedPlugin plugin = SamplePlugin.load("sample", "next:flood", log)) {
            assertThatThrownBy(() -> SamplePlugin.events(plugin, log))
                    .isInstanceOf(PluginException.class)
                    .hasMessage(
                            "plugin sample: \"" + log + "\" has more events than kguard reads: 1000, or 1048576 bytes");
        }
    }

    @Test
    void whatItPrintsIsNoReply() throws IOException {
        for (String place : List.of("init", "open", "next", "extract")) {
            use("sample", place + ":print", "line");
        }
    }

    /** A plugin that knows the place of the frames can lie, but not break kguard. */
    @ParameterizedTest
    @CsvSource({"init", "open", "next", "extract"})
    void aForgedReplyIsAnError(String place) {
        for (String kind : List.of("frames", "odd-frames", "long-frames")) {
            assertFails("sample", place + ":" + kind, "line", "its process sends ");
        }
    }

    @Test
    void itReachesNothing() {
        assertThatThrownBy(() -> use("sample", "extract:escape", "line"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("write Permission denied; read Permission denied; home Permission denied;"
                        + " environ Permission denied; socket Permission denied; local Permission denied;"
                        + " signal Operation not permitted; secret ")
                .message()
                .doesNotContain("DONE");
        assertThat(Path.of("/tmp/kguard-plugin-was-here")).doesNotExist();
    }

    /** Also not of a file that everyone may write, nor of one's own: what it tries is told, and must not be done. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "1000"})
    void itChangesNothingOnAnyLandlock(int landlock) throws IOException {
        Path log = SamplePlugin.log(folder);
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        String attributes = "unix:mode,uid,gid,ino,nlink,size,lastModifiedTime,ctime";
        Map<String, Object> before = Files.readAttributes(log, attributes);

        assertThatThrownBy(() -> use(landlock, "sample", "extract:change=" + log, "line"))
                .isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin sample: it crashed (SIGABRT) when " + EXTRACTED)
                .message()
                .doesNotContain("DONE", "can't be read");

        Map<String, Object> after = Files.readAttributes(log, attributes);
        assertThat(after).isEqualTo(before);
        assertThat(Path.of("/tmp/kguard-plugin-was-here")).doesNotExist();
    }

    /** Root's plugin is not root. What the kernel counts by user, it counts for this plugin alone. */
    @Test
    void ofRootItHasNeitherTheIdNorTheAmounts() {
        assumeThat(System.getProperty("user.name"))
                .as("only root becomes another user")
                .isEqualTo("root");
        assertFails(
                "sample",
                "extract:amounts",
                "line",
                "it crashed (SIGABRT) when " + EXTRACTED
                        + ". The last that it wrote: root 0; threads bounded; awake 0; shared 0;");
    }

    /** Root's own files stay readable, of those that are named. */
    @Test
    void aFileOfRootAloneIsReadIfItIsNamed() throws IOException {
        Path log = SamplePlugin.log(folder);
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
        try (HostedPlugin plugin = SamplePlugin.load("sample", "", log)) {
            assertThat(SamplePlugin.events(plugin, log)).hasSize(SamplePlugin.LINES.size());
        }
    }

    @Test
    void onlyNamedFilesAreReadable() throws IOException {
        Path log = SamplePlugin.log(folder);
        Path other = Files.writeString(folder.resolve("other"), "1 a", UTF_8);
        try (HostedPlugin plugin = SamplePlugin.load("sample", "", log)) {
            assertThatThrownBy(() -> SamplePlugin.events(plugin, other))
                    .hasMessage("plugin sample: it fails when \"" + other + "\" was opened: Permission denied");
        }
    }
}
