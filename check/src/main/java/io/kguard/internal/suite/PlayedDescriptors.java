// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.suite.PlayedSockets.Offer;
import io.kguard.internal.yaml.YamlValue;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The descriptors of a play: a call that is said to be about one is made with one that is opened before. */
final class PlayedDescriptors {
    private static final String PROTOCOL = "protocol";
    private static final String USUAL = "played";
    private static final String NONE = "n-1";
    private static final String HERE = "n-100";
    private static final int O_RDWR = 2;

    private final PlayedProcess process;
    private final YamlValue place;
    private final PlayedSockets sockets;

    /**
     * The descriptors of an action.
     *
     * @param what what messages of the program call the action
     * @param place where it is written
     */
    PlayedDescriptors(PlayedProcess process, String what, YamlValue place) {
        this.process = process;
        this.place = place;
        this.sockets = new PlayedSockets(process.container().plan(), what);
    }

    /** Opens a descriptor, and returns the word for it. */
    String open(Map<?, ?> keys, PlaySteps steps) {
        boolean udp = "udp".equals(keys.get(PROTOCOL));
        for (Map.Entry<?, ?> entry : keys.entrySet()) {
            String text = String.valueOf(entry.getValue());
            switch (String.valueOf(entry.getKey())) {
                case PROTOCOL -> {
                    continue;
                }
                case "file" -> {
                    return file(text, steps);
                }
                case "connection" -> {
                    EndpointAddress[] ends = ends(text);
                    return ends == null ? NONE : sockets.connect(steps, ends[0], ends[1], udp, 0);
                }
                case "accepted" -> {
                    EndpointAddress[] ends = ends(text);
                    return ends == null ? NONE : accept(steps, ends[0], ends[1], PlayedResult.ANY);
                }
                case "listening" -> {
                    EndpointAddress at = address(text);
                    return at == null ? NONE : sockets.listen(steps, at);
                }
                case "pipe" -> {
                    return steps.pipe(text.equals("write"));
                }
                default -> {}
            }
            place.problem(
                    "a descriptor of the kind \"" + entry.getKey() + "\" can't be played", PlayedProcess.NOT_LIVE);
        }
        return NONE;
    }

    private String file(String path, PlaySteps steps) {
        new PlayedFiles(process, place).existing(path);
        boolean isDevice = path.startsWith("/dev/");
        return steps.call("openat", HERE, "s" + path, "n" + (isDevice ? O_RDWR : 0), "n0");
    }

    /** Bytes as a script has them, in hexadecimal digits. */
    static String digits(@Nullable Object said) {
        if (said instanceof Map<?, ?> map && map.get("hex") != null) {
            return String.valueOf(map.get("hex"));
        }
        if (said instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            list.forEach(member -> text.append(member).append('\0'));
            return HexFormat.of().formatHex(text.toString().getBytes(UTF_8));
        }
        return HexFormat.of()
                .formatHex(String.valueOf(said == null ? USUAL : said).getBytes(UTF_8));
    }

    private EndpointAddress @Nullable [] ends(String text) {
        EndpointAddress[] ends = PlayedSockets.ends(text);
        if (ends == null) {
            place.problem(
                    "\"" + text + "\" is no connection that can be played",
                    "for example \"10.0.0.2:40000->203.0.113.7:443\"");
        }
        return ends;
    }

    /** An address; null, and a problem, if it is none. */
    @Nullable
    EndpointAddress address(String text) {
        EndpointAddress address = EndpointAddress.parse(text).orElse(null);
        if (address == null) {
            place.problem("\"" + text + "\" is no address that can be played", "for example \"203.0.113.7:80\"");
        }
        return address;
    }

    /** Accepts a connection. */
    String accept(PlaySteps steps, EndpointAddress from, EndpointAddress at, PlayedResult result) {
        String listening = sockets.bound(process.number(), steps, new Offer(from, false, ""), at);
        return steps.call("accept4", result.error(), List.of(listening, "n0", "n0", "n0"));
    }

    /** Adds a call that sends or receives, or is about the address of a socket. */
    void transfer(String call, Map<String, ?> with, PlaySteps steps, PlayedResult result) {
        Map<?, ?> fd = with.get("fd") instanceof Map<?, ?> said ? said : Map.of();
        Object pair = fd.containsKey("connection") ? fd.get("connection") : with.get("tuple");
        Object to = with.containsKey("to") ? with.get("to") : with.get("from");
        Object said = fd.containsKey(PROTOCOL) ? fd.get(PROTOCOL) : with.get(PROTOCOL);
        boolean isConnect = call.equals("connect");
        boolean udp = said == null ? fd.isEmpty() && !isConnect : said.equals("udp");
        String data = digits(with.get("data"));
        if (call.equals("bind")) {
            bind(with, steps, result);
            return;
        }
        EndpointAddress client = null;
        EndpointAddress server = null;
        if (pair != null) {
            EndpointAddress[] ends = ends(String.valueOf(pair));
            client = ends == null ? null : ends[0];
            server = ends == null ? null : ends[1];
        } else if (to != null) {
            server = address(String.valueOf(to));
        } else {
            place.problem(
                    "the call " + call + " has no connection that can be played",
                    "with: {fd: {connection: \"10.0.0.2:40000->203.0.113.7:53\", protocol: udp}}");
        }
        if (server == null) {
            return;
        }
        if (call.startsWith("recv")) {
            receive(client, new Offer(server, udp, data), steps, result);
        } else if (isConnect) {
            sockets.connect(steps, client, server, udp, result.error());
        } else {
            send(client, server, udp, data, steps, result);
        }
    }

    private void bind(Map<String, ?> with, PlaySteps steps, PlayedResult result) {
        EndpointAddress at = address(String.valueOf(with.get("addr")));
        if (at != null) {
            sockets.own(at);
            String fd = sockets.unconnected(steps, null, at, false);
            steps.call("bind", result.error(), List.of(fd, at.word(), at.sizeWord()));
        }
    }

    private void send(
            @Nullable EndpointAddress from,
            EndpointAddress to,
            boolean udp,
            String data,
            PlaySteps steps,
            PlayedResult result) {
        String address = "n0";
        String length = "n0";
        String fd;
        if (udp) {
            sockets.serve(to, true);
            fd = sockets.unconnected(steps, from, to, true);
            address = to.word();
            length = to.sizeWord();
        } else {
            fd = sockets.connect(steps, from, to, false, 0);
        }
        steps.call("sendto", result.error(), List.of(fd, "x" + data, "n" + data.length() / 2, "n0", address, length));
    }

    /** Receives what the other side sends. */
    private void receive(@Nullable EndpointAddress own, Offer offer, PlaySteps steps, PlayedResult result) {
        EndpointAddress at = own == null ? offer.from().onPod() : own;
        String fd = sockets.bound(process.number(), steps, offer, at);
        String from = offer.udp() ? fd : steps.call("accept4", fd, "n0", "n0", "n0");
        steps.call("recvfrom", result.error(), List.of(from, "z4096", "n4096", "n0", "z128", "x80000000"));
    }
}
