// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads where a {@code falco.yaml} sends alerts. */
final class ChannelsReader {
    private static final String USER_AGENT = "falcosecurity/falco";

    /** What of {@code http_output} decides on how the receiver is trusted. */
    private static final Set<String> TLS =
            Set.of("insecure", "ca_cert", "ca_bundle", "ca_path", "mtls", "client_cert", "client_key");

    private final boolean json;
    private final List<ChannelSettings> channels;

    ChannelsReader(boolean json, List<ChannelSettings> channels) {
        this.json = json;
        this.channels = channels;
    }

    void read(Function<String, @Nullable ConfigNode> top) {
        if (enabled(top.apply("stdout_output"), Set.of())) {
            channels.add(new ChannelSettings.Stdout());
        }
        ConfigNode file = top.apply("file_output");
        if (file != null && enabled(file, Set.of("filename", "keep_alive"))) {
            ConfigNode name = required(file, "filename");
            Path path = name == null ? null : FalcoConfigReader.path(name);
            if (path != null) {
                channels.add(new ChannelSettings.ToFile(path, keepAlive(file)));
            }
        }
        ConfigNode program = top.apply("program_output");
        if (program != null && enabled(program, Set.of("program", "keep_alive"))) {
            ConfigNode command = required(program, "program");
            if (command != null) {
                channels.add(new ChannelSettings.ToProgram(command.text(), keepAlive(program)));
            }
        }
        ConfigNode http = top.apply("http_output");
        if (http != null
                && enabled(
                        http,
                        Set.of(
                                "url",
                                "user_agent",
                                "echo",
                                "compress_uploads",
                                "keep_alive",
                                "max_consecutive_timeouts",
                                "insecure",
                                "ca_cert",
                                "ca_bundle",
                                "ca_path",
                                "mtls",
                                "client_cert",
                                "client_key"))) {
            http(http);
        }
    }

    private void http(ConfigNode node) {
        Map<String, ConfigNode> keys = node.map();
        ConfigNode address = required(node, "url");
        URI url = address == null ? null : FalcoConfigReader.url(address);
        ConfigNode agent = keys.get("user_agent");
        ConfigNode compress = keys.get("compress_uploads");
        if (url == null) {
            return;
        }
        ConfigNode echo = keys.get("echo");
        if (echo != null && echo.bool(false)) {
            echo.warn(echo.path() + " is not supported: what the receiver answers is not printed");
        }
        if (url.getScheme().equals("https")) {
            for (String key : TLS) {
                ConfigNode setting = keys.get(key);
                if (setting != null
                        && !setting.text().isEmpty()
                        && !setting.text().equals("false")) {
                    setting.warn(setting.path() + " is not supported: receivers are trusted as this Java trusts them");
                }
            }
        }
        channels.add(new ChannelSettings.ToHttp(
                url, agent == null ? USER_AGENT : agent.text(), compress != null && compress.bool(false), json));
    }

    private static boolean enabled(@Nullable ConfigNode node, Set<String> settings) {
        if (node == null) {
            return false;
        }
        Map<String, ConfigNode> keys = node.map();
        keys.forEach((key, value) -> {
            if (!key.equals("enabled") && !settings.contains(key)) {
                FalcoConfigReader.unknownIn(node, Map.of(key, value), settings);
            }
        });
        ConfigNode enabled = keys.get("enabled");
        return enabled != null && enabled.bool(false);
    }

    private static boolean keepAlive(ConfigNode node) {
        ConfigNode keepAlive = node.map().get("keep_alive");
        return keepAlive != null && keepAlive.bool(false);
    }

    private static @Nullable ConfigNode required(ConfigNode node, String key) {
        ConfigNode value = node.map().get(key);
        if (value == null || value.text().isEmpty()) {
            node.error(node.path() + " is enabled, but has no " + key);
            return null;
        }
        return value;
    }
}
