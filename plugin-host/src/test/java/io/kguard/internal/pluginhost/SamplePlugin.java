// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The plugin of {@code src/test/c/sample.c}, whose events are the lines of a file. */
final class SamplePlugin {
    /** Short, so that a test of a plugin that hangs is short; the machine may be slow. */
    static final PluginLimits LIMITS = new PluginLimits(Duration.ofSeconds(5), Duration.ofSeconds(1), 1000, 1 << 20);

    static final List<String> LINES = List.of(
            "1700000000000000001 GET /index.html user=root ip=10.1.2.3",
            "1700000000000000002 short",
            "1700000000000000003 POST /login user=alice ip6=ff 0 00",
            "1700000000000000004 ",
            "1700000000000000005 caf\u00e9 ip=255.255.255.255");

    private SamplePlugin() {}

    static Path library(String variant) {
        return Path.of("target/test-classes/plugins/lib" + variant + ".so").toAbsolutePath();
    }

    /** Loads a variant. */
    static HostedPlugin load(String variant, String config, Path... readable) {
        return load(Integer.MAX_VALUE, variant, config, readable);
    }

    /** The same on a kernel with an older version of Landlock. */
    static HostedPlugin load(int landlock, String variant, String config, Path... readable) {
        return load(LIMITS, landlock, variant, config, readable);
    }

    /** The same with other limits. */
    static HostedPlugin load(PluginLimits limits, int landlock, String variant, String config, Path... readable) {
        return HostedPlugin.load(
                new PluginLibrary("sample", library(variant), config, List.of(readable)), limits, landlock);
    }

    static Path log(Path folder) throws IOException {
        return Files.write(folder.resolve("lines"), LINES);
    }

    static List<PluginEvent> events(HostedPlugin plugin, Path log) {
        List<PluginEvent> events = new ArrayList<>();
        plugin.read(log.toString(), events::add);
        return events;
    }

    static PluginField field(HostedPlugin plugin, String name) {
        return plugin.description().fields().stream()
                .filter(field -> field.name().equals("sample." + name))
                .findFirst()
                .orElseThrow();
    }
}
