// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.IpText;
import java.nio.ByteBuffer;

/** Formats socket addresses and tuples of events. */
final class SocketText {
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int INET_ADDRESS = 6;
    private static final int INET6_ADDRESS = 18;

    private SocketText() {}

    /** {@code 1.2.3.4:80}, a path, or {@code family N}. */
    public static String address(Event event, int offset, int length) {
        int family = event.buffer().get(offset) & 0xff;
        if (family == UNIX) {
            return Printable.shown(cString(event, offset + 1, length - 1), event.version());
        }
        StringBuilder out = new StringBuilder(48);
        if (family == INET && length == 1 + INET_ADDRESS) {
            appendInet(out, event.buffer(), offset + 1);
        } else if (family == INET6 && length == 1 + INET6_ADDRESS) {
            // unlike in a tuple, an IPv4-mapped IPv6 address is written as IPv6
            appendInet6(out, event.buffer(), offset + 1, false);
        } else {
            out.append("family ").append(family);
        }
        return out.toString();
    }

    /** {@code 1.1.1.1:10->2.2.2.2:20}, kernel addresses and a path, or {@code family N}. */
    public static String tuple(Event event, int offset, int length) {
        ByteBuffer buffer = event.buffer();
        int family = buffer.get(offset) & 0xff;
        StringBuilder out = new StringBuilder(64);
        if (family == UNIX && length >= 17) {
            out.append(Long.toHexString(buffer.getLong(offset + 1))).append("->");
            out.append(Long.toHexString(buffer.getLong(offset + 9))).append(' ');
            out.append(Printable.shown(cString(event, offset + 17, length - 17), event.version()));
        } else if (family == INET && length == 1 + 2 * INET_ADDRESS) {
            appendInet(out, buffer, offset + 1);
            appendInet(out.append("->"), buffer, offset + 1 + INET_ADDRESS);
        } else if (family == INET6 && length == 1 + 2 * INET6_ADDRESS) {
            int second = offset + 1 + INET6_ADDRESS;
            boolean mapped = isMapped(buffer, offset + 1) && isMapped(buffer, second);
            appendInet6(out, buffer, offset + 1, mapped);
            appendInet6(out.append("->"), buffer, second, mapped);
        } else {
            out.append("family ").append(family);
        }
        return out.toString();
    }

    private static void appendInet(StringBuilder out, ByteBuffer buffer, int offset) {
        IpText.appendIpv4(out, Integer.reverseBytes(buffer.getInt(offset)));
        out.append(':').append(buffer.getShort(offset + 4) & 0xffff);
    }

    private static void appendInet6(StringBuilder out, ByteBuffer buffer, int offset, boolean mapped) {
        long high = Long.reverseBytes(buffer.getLong(offset));
        long low = Long.reverseBytes(buffer.getLong(offset + 8));
        IpText.append(out, !mapped, high, low);
        out.append(':').append(buffer.getShort(offset + 16) & 0xffff);
    }

    /** Whether an IPv6 address is IPv4-mapped. As in Falco, {@code ::} counts too. */
    private static boolean isMapped(ByteBuffer buffer, int offset) {
        long low = Long.reverseBytes(buffer.getLong(offset + 8));
        return buffer.getLong(offset) == 0 && (low >>> 32 == 0xffff || low == 0);
    }

    private static String cString(Event event, int offset, int length) {
        int size = 0;
        while (size < length && event.buffer().get(offset + size) != 0) {
            size++;
        }
        return event.bytes(offset, size);
    }
}
