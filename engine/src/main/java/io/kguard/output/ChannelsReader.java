// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the channels of a {@code falco.yaml}. */
final class ChannelsReader {
    private static final String USER_AGENT = "falcosecurity/falco";

    /** The keys of {@code http_output} about trust in the receiver. */
    private static final Set<String> TLS =
            Set.of("insecure", "ca_cert", "ca_bundle", "ca_path", "mtls", "client_cert", "client_key");

    private static final Set<String> HTTP = Stream.concat(
                    TLS.stream(),
                    Stream.of(
                            "url", "user_agent", "echo", "compress_uploads", "keep_alive", "max_consecutive_timeouts"))
            .collect(Collectors.toUnmodifiableSet());

    private final boolean json;
    private final List<ChannelSettings> channels;

    ChannelsReader(boolean json, List<ChannelSettings> channels) {
        this.json = json;
        this.channels = channels;
    }

    void read(Function<String, @Nullable YamlValue> top) {
        if (enabled(top.apply("stdout_output"), Set.of())) {
            channels.add(new ChannelSettings.Stdout());
        }
        YamlValue file = top.apply("file_output");
        if (file != null && enabled(file, Set.of("filename", "keep_alive"))) {
            YamlValue name = required(file, "filename");
            Path path = name == null ? null : ConfigValues.path(name);
            if (path != null) {
                channels.add(new ChannelSettings.ToFile(path, isSet(file, "keep_alive")));
            }
        }
        YamlValue program = top.apply("program_output");
        if (program != null && enabled(program, Set.of("program", "keep_alive"))) {
            YamlValue command = required(program, "program");
            if (command != null) {
                channels.add(new ChannelSettings.ToProgram(ConfigValues.text(command), isSet(program, "keep_alive")));
            }
        }
        YamlValue http = top.apply("http_output");
        if (http != null && enabled(http, HTTP)) {
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
            for (String key : TLS) {
                YamlValue setting = ConfigValues.in(node, key);
                String text = ConfigValues.text(setting);
                if (setting != null && !text.isEmpty() && !text.equals("false")) {
                    FalcoConfigReader.notSupported(setting, "receivers are trusted as this Java trusts them");
                }
            }
        }
        YamlValue agent = ConfigValues.in(node, "user_agent");
        channels.add(new ChannelSettings.ToHttp(url, agent == null ? USER_AGENT : ConfigValues.text(agent), json));
    }

    private static boolean enabled(@Nullable YamlValue node, Set<String> keys) {
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        if (settings == null) {
            return false;
        }
        Set<String> known = new TreeSet<>(keys);
        known.add("enabled");
        settings.warnOfUnknownKeys(known);
        return ConfigValues.bool(settings.get("enabled"), false);
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
