// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of a socket, as the kernel takes it.
 *
 * @param family the number of its family
 * @param host the address of the host in network byte order; empty for a path
 * @param bytes the kernel's structure
 */
record EndpointAddress(int family, byte[] host, byte[] bytes) {
    static final int UNIX = 1;
    static final int IPV4 = 2;
    static final int IPV6 = 10;

    private static final int MAX_PATH = 107;
    private static final String UNIX_PREFIX = "unix://";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:((?:\\d{1,3}\\.){3}\\d{1,3})|\\[([0-9a-fA-F:.]{2,45})\\]):(\\d{1,5})");

    /** The address of a text such as {@code 203.0.113.10:80}, {@code [::1]:80}, {@code unix:///run/a.sock}. */
    static Optional<EndpointAddress> parse(String text) {
        if (text.startsWith(UNIX_PREFIX)) {
            return ofPath(text.substring(UNIX_PREFIX.length()));
        }
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        boolean isIpv4 = matcher.group(1) != null;
        Optional<byte[]> host = isIpv4 ? ipv4(matcher.group(1)) : ipv6(matcher.group(2));
        return port < 1 || port > 65535
                ? Optional.empty()
                : host.map(address -> isIpv4 ? ofIpv4(address, port) : ofIpv6(address, port));
    }

    /** The address of a path; empty if it is too long. */
    static Optional<EndpointAddress> ofPath(String path) {
        byte[] name = path.getBytes(UTF_8);
        if (name.length == 0 || name.length > MAX_PATH) {
            return Optional.empty();
        }
        byte[] bytes =
                structure(2 + name.length + 1).putShort((short) UNIX).put(name).array();
        return Optional.of(new EndpointAddress(UNIX, new byte[0], bytes));
    }

    private static EndpointAddress ofIpv4(byte[] host, int port) {
        ByteBuffer bytes = structure(16).putShort((short) IPV4);
        return new EndpointAddress(IPV4, host, port(bytes, port).put(host).array());
    }

    private static EndpointAddress ofIpv6(byte[] host, int port) {
        ByteBuffer bytes = structure(28).putShort((short) IPV6);
        return new EndpointAddress(
                IPV6, host, port(bytes, port).putInt(0).put(host).array());
    }

    /** The machines that kguard runs on are little-endian. */
    private static ByteBuffer structure(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer port(ByteBuffer bytes, int port) {
        return bytes.put((byte) (port >> 8)).put((byte) port);
    }

    private static Optional<byte[]> ipv4(String text) {
        byte[] host = new byte[4];
        int at = 0;
        for (String part : text.split("\\.", -1)) {
            int number = Integer.parseInt(part);
            if (number > 255) {
                return Optional.empty();
            }
            host[at++] = (byte) number;
        }
        return Optional.of(host);
    }

    /** A text with a colon in it is never looked up as a name. */
    private static Optional<byte[]> ipv6(String text) {
        if (text.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            if (!(address instanceof Inet4Address)) {
                return Optional.of(address.getAddress());
            }
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xff;
            mapped[11] = (byte) 0xff;
            System.arraycopy(address.getAddress(), 0, mapped, 12, 4);
            return Optional.of(mapped);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the host is the loopback device's own. */
    boolean isLoopback() {
        return family == IPV4 ? host[0] == 127 : new BigInteger(1, host).equals(BigInteger.ONE);
    }

    /** Whether it is all hosts of the machine. */
    boolean isAny() {
        return host.length > 0 && new BigInteger(1, host).signum() == 0;
    }

    /** The same port of an address that a pod may have: no rule takes it for the loopback device. */
    EndpointAddress onPod() {
        int port = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        byte[] own = new byte[host.length];
        own[0] = (byte) (family == IPV4 ? 10 : 0xfd);
        own[own.length - 1] = 2;
        return family == IPV4 ? ofIpv4(own, port) : ofIpv6(own, port);
    }

    /** A port of all hosts of the machine. */
    static EndpointAddress anyIpv4(int port) {
        return ofIpv4(new byte[4], port);
    }

    /** The host as hexadecimal digits. */
    String hostDigits() {
        return HexFormat.of().formatHex(host);
    }

    /** The structure as a word of a step. */
    String word() {
        return "x" + digits();
    }

    /** Its size as a word of a step. */
    String sizeWord() {
        return "n" + bytes.length;
    }

    /** The structure as hexadecimal digits. */
    String digits() {
        return HexFormat.of().formatHex(bytes);
    }
}
