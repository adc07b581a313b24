// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.IpAddress;
import io.kguard.internal.message.Nearest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/** What a descriptor of a process of written events refers to. */
sealed interface WrittenDescriptor {
    /** The keys that say it. */
    Set<String> KEYS = ScriptValues.keys("descriptor").names();

    String PROTOCOL = "protocol";

    /** A file, by its path; its flags are those of {@code open}, with Falco's values. */
    record File(String path, long flags) implements WrittenDescriptor {}

    /** A socket that the process connected. */
    record Connection(Ends ends, boolean udp) implements WrittenDescriptor {}

    /** A UDP socket that is not connected; each call tells its ends. */
    record Datagrams(Ends ends) implements WrittenDescriptor {}

    /** A socket of a connection that the process accepted. */
    record Accepted(Ends ends) implements WrittenDescriptor {}

    /** A socket on which the process listens. */
    record Listening(End end) implements WrittenDescriptor {}

    /** A unix socket that the process connected. */
    record Unix(String path) implements WrittenDescriptor {
        private static final int FAMILY = 1;

        /** Kernel addresses of the two ends. */
        private static final long SOURCE = 0xffff888000001000L;

        private static final long PEER = 0xffff888000002000L;

        static int family() {
            return FAMILY;
        }

        /** Its address as events hold it. */
        byte[] address() {
            byte[] name = (path + "\0").getBytes(UTF_8);
            return buffer(1 + name.length).put((byte) FAMILY).put(name).array();
        }

        /** Its address pair as events hold it. */
        byte[] pair() {
            byte[] name = (path + "\0").getBytes(UTF_8);
            return buffer(17 + name.length)
                    .put((byte) FAMILY)
                    .putLong(SOURCE)
                    .putLong(PEER)
                    .put(name)
                    .array();
        }
    }

    /** The end of a pipe for reading, or for writing. */
    record Pipe(boolean written) implements WrittenDescriptor {}

    /** An address and a port. */
    record End(IpAddress address, int port) {
        private static final int INET = 2;
        private static final int INET6 = 10;

        int family() {
            return address.isIpv6() ? INET6 : INET;
        }

        /** The address as events hold it. */
        byte[] bytes() {
            byte[] bytes = address.bytes();
            return buffer(1 + bytes.length + 2)
                    .put((byte) family())
                    .put(bytes)
                    .putShort((short) port)
                    .array();
        }

        static End of(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not an address and a port, such as \"203.0.113.7:80\"");
            }
            String host = text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return new End(
                    address(bracketed ? host.substring(1, host.length() - 1) : host), port(text.substring(colon + 1)));
        }

        static IpAddress address(String text) {
            IpAddress address = IpAddress.parse(text);
            if (address == null) {
                throw new IllegalArgumentException("\"" + text + "\" is not an address, such as 203.0.113.7");
            }
            return address;
        }

        static int port(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("\"" + text + "\" is not a number");
            }
            return checked(Integer.parseInt(text));
        }

        static int checked(int port) {
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("a port is a number up to 65535, not " + port);
            }
            return port;
        }
    }

    /** The ends of a connection: the client, then the server. */
    record Ends(End client, End server) {
        public Ends {
            if (client.address().isIpv6() != server.address().isIpv6()) {
                throw new IllegalArgumentException("the two ends of a connection are both IPv4, or both IPv6");
            }
        }

        /** The address pair as events hold it. */
        byte[] bytes() {
            byte[] first = client.bytes();
            byte[] second = server.bytes();
            return buffer(first.length + second.length - 1)
                    .put(first)
                    .put(second, 1, second.length - 1)
                    .array();
        }

        Ends reversed() {
            return new Ends(server, client);
        }

        static Ends of(String text) {
            int arrow = text.indexOf("->");
            if (arrow < 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a connection, such as \"10.0.0.2:40000->203.0.113.7:443\"");
            }
            return new Ends(
                    End.of(text.substring(0, arrow).strip()),
                    End.of(text.substring(arrow + 2).strip()));
        }
    }

    /** The descriptor that a mapping such as {@code {file: /etc/passwd}} says. */
    static WrittenDescriptor of(Map<?, ?> said) {
        for (Object key : said.keySet()) {
            if (!KEYS.contains(String.valueOf(key)) && !PROTOCOL.equals(key)) {
                throw new IllegalArgumentException(
                        "a descriptor has no key \"" + key + "\"; " + Nearest.hint(String.valueOf(key), KEYS));
            }
        }
        boolean udp = isUdp(said);
        if (said.size() != (said.containsKey(PROTOCOL) ? 2 : 1)) {
            throw new IllegalArgumentException("a descriptor has one of the keys " + String.join(", ", KEYS));
        }
        if (said.get("connection") instanceof String ends) {
            return new Connection(Ends.of(ends), udp);
        }
        if (said.containsKey(PROTOCOL)) {
            throw new IllegalArgumentException("only a connection has a protocol");
        }
        if (said.get("file") instanceof String path) {
            return new File(path, CallValues.READ_ONLY);
        }
        if (said.get("datagrams") instanceof String ends) {
            return new Datagrams(Ends.of(ends));
        }
        if (said.get("accepted") instanceof String ends) {
            return new Accepted(Ends.of(ends));
        }
        if (said.get("listening") instanceof String end) {
            return new Listening(End.of(end));
        }
        if (said.get("unix") instanceof String path) {
            return new Unix(path);
        }
        Object pipe = said.get("pipe");
        if ("read".equals(pipe) || "write".equals(pipe)) {
            return new Pipe("write".equals(pipe));
        }
        throw new IllegalArgumentException(
                said.containsKey("pipe")
                        ? "a pipe is for read or write"
                        : "what a descriptor refers to is a string, such as {file: /etc/passwd}");
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isUdp(Map<?, ?> said) {
        Object protocol = said.get(PROTOCOL);
        if (protocol != null && !protocol.equals("tcp") && !protocol.equals("udp")) {
            throw new IllegalArgumentException("the protocol of a connection is tcp or udp, not " + protocol);
        }
        return "udp".equals(protocol);
    }
}
