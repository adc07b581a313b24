// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.kguard.capture.ScapWriter;
import io.kguard.event.EventCodes;
import io.kguard.event.IpAddress;
import io.kguard.event.StateEntry.InterfaceEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes captures of socket calls, meaningful or not, with events missing. For any of them kguard must agree with
 * Falco's library.
 */
final class SocketGenerator {
    private static final long TID = 100;
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int[] FAMILIES = {UNIX, INET, INET, INET6, INET6, 16, 17};
    private static final int[] PROTOCOLS = {0, 0, 0, 6, 17, 1, 255, 132};
    private static final int[] PORTS = {0, 53, 80, 8080, 40000};
    private static final int[] IPV4 = {0, 0x7f000001, 0x0a000002, 0x0a000009, 0x08080808};
    /** The all-zero address also counts as IPv4. */
    private static final List<IpAddress> IPV6 = List.of(
            IpAddress.ipv6(0, 0),
            IpAddress.ipv6(0, 1),
            IpAddress.ipv6(0xfe80L << 48, 9),
            IpAddress.ipv6(0x20010db8L << 32, 5),
            IpAddress.ipv6(0, 0xffff_7f00_0001L),
            IpAddress.ipv6(0, 0xffff_0a00_0009L));

    private final Random random;
    private long timestamp = 1_700_000_000_000_000_000L;

    SocketGenerator(Random random) {
        this.random = random;
    }

    void write(Path file, int calls) throws IOException {
        try (ScapWriter writer = ScapWriter.create(file)) {
            writer.entry(address(IpAddress.ipv4(0x7f000001), IpAddress.ipv4(0xff000000)));
            writer.entry(address(IpAddress.ipv4(0x0a000002), IpAddress.ipv4(0xffffff00)));
            writer.entry(address(IpAddress.ipv6(0, 1), IpAddress.ipv6(-1, -1)));
            writer.entry(address(IpAddress.ipv6(0xfe80L << 48, 7), IpAddress.ipv6(-1, 0)));
            for (int i = 0; i < calls; i++) {
                call(writer);
            }
        }
    }

    private static InterfaceEntry address(IpAddress address, IpAddress mask) {
        return new InterfaceEntry("eth0", address, mask, mask, 0);
    }

    private void call(ScapWriter writer) throws IOException {
        byte[] fd = number(3 + random.nextInt(6), 8);
        byte[] result = number(random.nextInt(4) == 0 ? -115 + random.nextInt(3) : random.nextInt(3), 8);
        byte[] size = number(4, 4);
        byte[] data = {'d', 'a', 't', 'a'};
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                byte[] domain = number(pick(FAMILIES), 4);
                byte[] type = number(1 + random.nextInt(3) | random.nextInt(2) << 11, 4);
                byte[] protocol = number(pick(PROTOCOLS), 4);
                put(writer, EventCodes.SOCKET_E, domain, type, protocol);
                put(writer, EventCodes.SOCKET_X, fd, domain, type, protocol);
            }
            case 2 -> {
                put(writer, EventCodes.BIND_E, fd);
                put(writer, EventCodes.BIND_X, result, ends(1), fd);
            }
            case 3, 4 -> {
                put(writer, EventCodes.CONNECT_E, fd, ends(1));
                put(writer, EventCodes.CONNECT_X, result, ends(2), fd);
            }
            case 5 -> {
                put(writer, EventCodes.ACCEPT_E);
                put(writer, EventCodes.ACCEPT_X, fd, ends(2), number(0, 1), number(0, 4), number(5, 4));
            }
            case 6 -> {
                put(writer, EventCodes.SENDTO_E, fd, size, ends(2));
                put(writer, EventCodes.SENDTO_X, result, data);
            }
            case 7 -> {
                put(writer, EventCodes.RECVFROM_E, fd, size);
                put(writer, EventCodes.RECVFROM_X, result, data, ends(2));
            }
            case 8 -> {
                put(writer, EventCodes.SENDMMSG_E);
                put(writer, EventCodes.SENDMMSG_X, result, fd, size, data, ends(2));
                put(writer, EventCodes.RECVMMSG_E);
                put(writer, EventCodes.RECVMMSG_X, result, fd, size, data, ends(2), new byte[0]);
            }
            default -> {
                put(writer, EventCodes.CLOSE_E, fd);
                if (random.nextBoolean()) {
                    put(writer, EventCodes.CLOSE_X, number(random.nextInt(5) == 0 ? -9 : 0, 8));
                }
            }
        }
    }

    private int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private static byte[] number(long value, int size) {
        byte[] all = ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putLong(value).array();
        return Arrays.copyOf(all, size);
    }

    /** An address or a pair of them, sometimes none. */
    private byte[] ends(int count) {
        ByteBuffer out = ByteBuffer.allocate(64).order(LITTLE_ENDIAN);
        switch (random.nextInt(10)) {
            case 0 -> {}
            case 1 -> {
                out.put((byte) UNIX);
                if (count == 2) {
                    out.putLong(random.nextInt(99)).putLong(random.nextInt(99));
                }
                out.put(new byte[] {'/', 'r', 'u', 'n', '/', 's', 0});
            }
            case 2, 3, 4, 5 -> {
                out.put((byte) INET);
                for (int i = 0; i < count; i++) {
                    out.put(IpAddress.ipv4(pick(IPV4)).bytes()).putShort((short) pick(PORTS));
                }
            }
            default -> {
                out.put((byte) INET6);
                for (int i = 0; i < count; i++) {
                    out.put(IPV6.get(random.nextInt(IPV6.size())).bytes()).putShort((short) pick(PORTS));
                }
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Writes an event, or loses it. */
    private void put(ScapWriter writer, int code, byte[]... values) throws IOException {
        timestamp += 1000;
        if (random.nextInt(7) == 0) {
            return;
        }
        ByteBuffer event = ByteBuffer.allocate(512).order(LITTLE_ENDIAN);
        event.putLong(timestamp).putLong(TID).putInt(0).putShort((short) code).putInt(values.length);
        for (byte[] value : values) {
            event.putShort((short) value.length);
        }
        for (byte[] value : values) {
            event.put(value);
        }
        event.putInt(16, event.position()).flip();
        writer.write(event, 0, false);
    }
}
