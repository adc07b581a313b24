// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The descriptors of a play: a call that is said to be about one is made with one that is opened before. */
final class PlayedDescriptors {
    static final Set<String> DESCRIPTOR_KEYS =
            YamlMapping.keys("file", "connection", "accepted", "listening", "unix", "pipe", "protocol");

    private static final Set<String> TRANSFERS = Set.of("sendto", "recvfrom", "sendmsg", "recvmsg", "connect", "bind");
    private static final String HERE = "n-100";
    private static final int O_RDWR = 2;

    private final PlayedProcess process;
    private final String what;

    PlayedDescriptors(PlayedProcess process, String what) {
        this.process = process;
        this.what = what;
    }

    private PlayedSockets sockets() {
        return new PlayedSockets(process.container().plan(), what);
    }

    /** Opens a descriptor, and returns the word for it. */
    String open(YamlValue value, PlaySteps steps) {
        YamlMapping keys = value.mapping("a descriptor", DESCRIPTOR_KEYS);
        if (keys == null) {
            return "n-1";
        }
        boolean udp = "udp".equals(keys.text("protocol"));
        List<YamlValue> said = keys.values().stream()
                .filter(key -> !key.key().equals("protocol"))
                .toList();
        if (said.size() != 1) {
            value.problem("a descriptor has one of the keys " + String.join(", ", DESCRIPTOR_KEYS), "");
            return "n-1";
        }
        YamlValue only = said.get(0);
        return switch (only.key()) {
            case "file" -> file(only, steps);
            case "connection" -> {
                EndpointAddress[] ends = ends(only);
                yield ends == null ? "n-1" : sockets().connect(steps, ends[0], ends[1], udp);
            }
            case "accepted" -> accepted(only, steps);
            case "listening" -> {
                EndpointAddress at = EndpointAddress.parse(only.written()).orElse(null);
                if (at == null) {
                    only.problem("\"" + only.written() + "\" is no address", "for example 0.0.0.0:8080");
                }
                yield at == null ? "n-1" : sockets().listen(steps, at);
            }
            default -> {
                only.problem(
                        "a descriptor of the kind \"" + only.key() + "\" can't be played",
                        Nearest.hint(only.key(), Set.of("file", "connection", "accepted", "listening")));
                yield "n-1";
            }
        };
    }

    private String file(YamlValue value, PlaySteps steps) {
        String path = value.written();
        new PlayedFiles(process).existing(value, path);
        boolean isDevice = path.startsWith("/dev/");
        return steps.call("openat", HERE, "s" + path, "n" + (isDevice ? O_RDWR : 0), "n0");
    }

    static EndpointAddress @Nullable [] ends(YamlValue value) {
        EndpointAddress[] ends = PlayedSockets.ends(value.written());
        if (ends == null) {
            value.problem(
                    "\"" + value.written() + "\" is no connection that can be played",
                    "for example \"10.0.0.2:40000->203.0.113.7:443\"");
        }
        return ends;
    }

    private String accepted(YamlValue value, PlaySteps steps) {
        EndpointAddress[] ends = ends(value);
        return ends == null ? "n-1" : accept(steps, ends[0], ends[1], 0);
    }

    /** Accepts a connection. */
    String accept(PlaySteps steps, EndpointAddress from, EndpointAddress at, int error) {
        String listening = sockets().bound(process.number(), steps, from, at, false);
        return steps.call("accept4", error, List.of(listening, "n0", "n0", "n0"));
    }

    /** Whether a call sends or receives, or is about the address of a socket. */
    boolean isTransfer(String call) {
        return TRANSFERS.contains(call);
    }

    /** Adds such a call. */
    void transfer(String call, @Nullable YamlMapping with, PlaySteps steps, int error) {
        YamlValue fd = with == null ? null : with.get("fd");
        YamlValue tuple = with == null ? null : with.get("tuple");
        YamlMapping said = fd != null && fd.isMapping() ? fd.mapping("a descriptor", DESCRIPTOR_KEYS) : null;
        YamlValue connection = said == null ? null : said.get("connection");
        YamlValue pair = connection != null ? connection : tuple;
        boolean udp = said != null && "udp".equals(said.text("protocol"))
                || said == null && !call.equals("connect") && !call.equals("bind");
        YamlValue data = with == null ? null : with.get("data");
        EndpointAddress[] ends = pair == null ? null : ends(pair);
        if (call.equals("bind")) {
            bind(with, steps, error);
        } else if (ends != null) {
            transfer(call, ends, udp, data == null ? "played" : data.written(), steps, error);
        } else if (pair == null) {
            process.container()
                    .place()
                    .problem(
                            what + ": the call " + call + " has no connection that can be played",
                            "with: {fd: {connection: \"10.0.0.2:40000->203.0.113.7:53\", protocol: udp}}");
        }
    }

    private void bind(@Nullable YamlMapping with, PlaySteps steps, int error) {
        YamlValue value = with == null ? null : with.get("addr");
        EndpointAddress at =
                value == null ? null : EndpointAddress.parse(value.written()).orElse(null);
        if (value == null || at == null) {
            process.container().place().problem(what + ": bind has no address", "with: {addr: \"0.0.0.0:8080\"}");
            return;
        }
        sockets().belongs(at);
        String fd = sockets().unconnected(steps, null, at, false);
        steps.call("bind", error, List.of(fd, "x" + at.digits(), "n" + at.bytes().length));
    }

    private void transfer(String call, EndpointAddress[] ends, boolean udp, String data, PlaySteps steps, int error) {
        EndpointAddress other = ends[1];
        if (call.startsWith("recv")) {
            // the side that receives is the one that is named first, or the one that is the pod's
            String fd = sockets().bound(process.number(), steps, other, ends[0], udp);
            String from = udp ? fd : steps.call("accept4", fd, "n0", "n0", "n0");
            steps.call("recvfrom", error, List.of(from, "z4096", "n4096", "n0", "z128", "x80000000"));
            return;
        }
        if (error == 0) {
            sockets().serve(other, udp);
        }
        String fd = sockets().unconnected(steps, ends[0], other, udp);
        List<String> address = List.of("x" + other.digits(), "n" + other.bytes().length);
        if (call.equals("connect")) {
            steps.call("connect", error, List.of(fd, address.get(0), address.get(1)));
            return;
        }
        if (!udp) {
            steps.call("connect", fd, address.get(0), address.get(1));
        }
        List<String> to = udp ? address : List.of("n0", "n0");
        steps.call(
                "sendto",
                error,
                List.of(fd, "s" + data, "n" + data.getBytes(UTF_8).length, "n0", to.get(0), to.get(1)));
    }
}
