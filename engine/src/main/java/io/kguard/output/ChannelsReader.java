// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the channels of a {@code falco.yaml}. */
final class ChannelsReader {
    private static final String USER_AGENT = "falcosecurity/falco";

    private final boolean json;
    private final List<ChannelSettings> channels;

    ChannelsReader(boolean json, List<ChannelSettings> channels) {
        this.json = json;
        this.channels = channels;
    }

    void read(Function<String, @Nullable YamlValue> top) {
        if (enabled("stdout_output", top) != null) {
            channels.add(new ChannelSettings.Stdout());
        }
        YamlValue file = enabled("file_output", top);
        if (file != null) {
            YamlValue name = required(file, "filename");
            Path path = name == null ? null : ConfigValues.path(name);
            if (path != null) {
                channels.add(new ChannelSettings.ToFile(path, isSet(file, "keep_alive")));
            }
        }
        YamlValue program = enabled("program_output", top);
        if (program != null) {
            YamlValue command = required(program, "program");
            if (command != null) {
                channels.add(new ChannelSettings.ToProgram(ConfigValues.text(command), isSet(program, "keep_alive")));
            }
        }
        YamlValue http = enabled("http_output", top);
        if (http != null) {
            http(http);
        }
    }

    private void http(YamlValue node) {
        YamlValue address = required(node, "url");
        URI url = address == null ? null : ConfigValues.url(address);
        if (url == null) {
            return;
        }
        YamlValue echo = ConfigValues.in(node, "echo");
        if (echo != null && ConfigValues.bool(echo, false)) {
            FalcoConfigReader.notSupported(echo, "what the receiver answers is not printed");
        }
        if (url.getScheme().equals("https")) {
            ConfigValues.keys("http_output").all().forEach((key, row) -> {
                YamlValue setting = row.type().equals("tls") ? ConfigValues.in(node, key) : null;
                String text = ConfigValues.text(setting);
                if (setting != null && !text.isEmpty() && !text.equals("false")) {
                    FalcoConfigReader.notSupported(setting, "receivers are trusted as this Java trusts them");
                }
            });
        }
        YamlValue agent = ConfigValues.in(node, "user_agent");
        channels.add(new ChannelSettings.ToHttp(url, agent == null ? USER_AGENT : ConfigValues.text(agent), json));
    }

    /** The settings of a channel; null if it is not enabled. */
    private static @Nullable YamlValue enabled(String channel, Function<String, @Nullable YamlValue> top) {
        YamlValue node = top.apply(channel);
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        if (settings == null) {
            return null;
        }
        settings.warnOfUnknownKeys(ConfigValues.keys(channel).names());
        return ConfigValues.bool(settings.get("enabled"), false) ? node : null;
    }

    private static boolean isSet(YamlValue node, String key) {
        return ConfigValues.bool(ConfigValues.in(node, key), false);
    }

    private static @Nullable YamlValue required(YamlValue node, String key) {
        YamlValue value = ConfigValues.in(node, key);
        if (value == null || ConfigValues.text(value).isEmpty()) {
            node.problem(node.path() + " is enabled, but has no " + key, "");
            return null;
        }
        return value;
    }
}
