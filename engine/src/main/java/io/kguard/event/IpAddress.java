// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. An IPv4 address has {@code high} 0 and its four bytes in {@code low}, the first byte as the
 * most significant.
 *
 * @param isIpv6 the family
 * @param high the first eight bytes of an IPv6 address
 * @param low its last eight
 */
@API(status = API.Status.INTERNAL)
public record IpAddress(boolean isIpv6, long high, long low) implements Serializable {
    /** The IPv4 address {@code 0.0.0.0}. */
    public static final IpAddress ANY = new IpAddress(false, 0, 0);

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Parses a numeric address. Returns null if the string is not one. Does not resolve names. */
    public static @Nullable IpAddress parse(String text) {
        if (!IPV6.matcher(text).matches()) {
            long ipv4 = parseIpv4(text);
            return ipv4 < 0 ? null : ipv4((int) ipv4);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
            return bytes.capacity() == 4 ? readIpv4(bytes, 0) : readIpv6(bytes, 0);
        } catch (UnknownHostException e) {
            return null; // such as 1::2::3
        }
    }

    /** The number of an IPv4 address in dotted form, the first byte as the most significant; -1 if a string is none. */
    public static long parseIpv4(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** An IPv4 address whose first byte is the most significant one. */
    public static IpAddress ipv4(int address) {
        return new IpAddress(false, 0, address & 0xffffffffL);
    }

    /** An IPv6 address. */
    public static IpAddress ipv6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /** Reads four bytes in network order. */
    public static IpAddress readIpv4(ByteBuffer buffer, int offset) {
        return ipv4(intAt(buffer, offset));
    }

    /** Reads sixteen bytes in network order. */
    public static IpAddress readIpv6(ByteBuffer buffer, int offset) {
        return ipv6(longAt(buffer, offset), longAt(buffer, offset + 8));
    }

    /** Reads four bytes in network order as a number, whatever the order of the buffer. */
    public static int intAt(ByteBuffer buffer, int offset) {
        int value = buffer.getInt(offset);
        return buffer.order() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    /** Reads eight bytes in network order as a number, whatever the order of the buffer. */
    public static long longAt(ByteBuffer buffer, int offset) {
        long value = buffer.getLong(offset);
        return buffer.order() == ByteOrder.LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** Its bytes in network order: 4 or 16. */
    public byte[] bytes() {
        return isIpv6
                ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(4).putInt((int) low).array();
    }

    @Override
    public String toString() {
        return IpText.of(isIpv6, high, low);
    }
}
