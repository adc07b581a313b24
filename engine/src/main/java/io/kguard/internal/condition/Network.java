// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.IpAddress;
import io.kguard.internal.field.Decimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses with a common prefix, or a single address if the prefix has full length.
 *
 * @param family 4 or 6
 * @param high the first 8 bytes of an IPv6 address, else 0
 * @param low the last 8 bytes, or the 4 of an IPv4 address
 * @param maskHigh which bits of {@code high} count
 * @param maskLow which bits of {@code low} count
 */
record Network(int family, long high, long low, long maskHigh, long maskLow) {
    private static final Pattern FURTHER_ZERO = Pattern.compile("(^|\\.)0[0-9]");

    boolean contains(int otherFamily, long otherHigh, long otherLow) {
        return otherFamily == family && ((otherHigh ^ high) & maskHigh) == 0 && ((otherLow ^ low) & maskLow) == 0;
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException with Falco's message if it is not valid
     */
    static Network address(String text) {
        if (text.indexOf('.') >= 0) {
            long address = parseIpv4(text);
            if (address < 0) {
                throw new IllegalArgumentException("unrecognized IPv4 address " + text);
            }
            return new Network(4, 0, address, 0, 0xffffffffL);
        }
        long[] address = parseIpv6(text);
        if (address == null) {
            throw new IllegalArgumentException("unrecognized IPv6 address " + text);
        }
        return new Network(6, address[0], address[1], -1, -1);
    }

    /**
     * Parses a network, {@code address/bits}.
     *
     * @throws IllegalArgumentException with Falco's message if it is not valid
     */
    static Network of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        if (text.indexOf('.') >= 0) {
            if (slash < 0) {
                throw new IllegalArgumentException("unrecognized IP network " + text);
            }
            long ipv4 = parseIpv4(address);
            if (ipv4 < 0) {
                throw new IllegalArgumentException("unrecognized IP address " + text);
            }
            long size = size(bits);
            if (size < 0 || size > 32) {
                throw new IllegalArgumentException("invalid netmask " + bits);
            }
            return new Network(4, 0, ipv4, 0, 0xffffffffL << 32 - size & 0xffffffffL);
        }
        if (slash < 0) {
            throw new IllegalArgumentException("invalid v6 netmask: " + text);
        }
        long[] ipv6 = parseIpv6(address);
        if (ipv6 == null) {
            throw new IllegalArgumentException("unrecognized IPv6 address " + text);
        }
        long size = size(bits);
        if (size < 1 || size > 128) {
            throw new IllegalArgumentException("invalid v6 netmask " + bits);
        }
        long maskHigh = size >= 64 ? -1 : -1L << 64 - size;
        long maskLow = size <= 64 ? 0 : -1L << 128 - size;
        return new Network(6, ipv6[0], ipv6[1], maskHigh, maskLow);
    }

    /** Falco reads the number of bits into one byte. */
    private static long size(String bits) {
        return Decimal.unsigned(bits) & 0xff;
    }

    /** Falco takes no part with a further zero before it. */
    private static long parseIpv4(String text) {
        return FURTHER_ZERO.matcher(text).find() ? -1 : IpAddress.parseIpv4(text);
    }

    private static long @Nullable [] parseIpv6(String text) {
        int gap = text.indexOf("::");
        String[] before = words(gap < 0 ? text : text.substring(0, gap));
        String[] after = gap < 0 ? new String[0] : words(text.substring(gap + 2));
        int count = before.length + after.length;
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        long[] address = new long[2];
        for (int i = 0; i < count; i++) {
            String word = i < before.length ? before[i] : after[i - before.length];
            if (!word.matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            int at = i < before.length ? i : 8 - count + i;
            address[at / 4] |= Long.parseLong(word, 16) << 16 * (3 - at % 4);
        }
        return address;
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }
}
