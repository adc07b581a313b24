// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

/** Addresses and networks as written in conditions. Those of IPv6 equal only themselves. */
final class AddressText {
    private AddressText() {}

    /** Whether an address is in a network, or is the same address. */
    static boolean isIn(String address, String network) {
        int slash = network.indexOf('/');
        long value = value(address);
        long base = value(slash < 0 ? network : network.substring(0, slash));
        if (value < 0 || base < 0) {
            return address.equals(network);
        }
        int bits = slash < 0 ? 32 : bits(network.substring(slash + 1));
        long mask = bits == 0 ? 0 : 0xffffffffL << 32 - bits & 0xffffffffL;
        return (value & mask) == (base & mask);
    }

    /** An address in a network. */
    static String inside(String network) {
        int slash = network.indexOf('/');
        if (slash < 0) {
            return network;
        }
        long base = value(network.substring(0, slash));
        if (base < 0) {
            return network.substring(0, slash);
        }
        long inside = bits(network.substring(slash + 1)) <= 24 && (base & 0xff) == 0 ? base | 7 : base;
        return (inside >> 24 & 0xff) + "." + (inside >> 16 & 0xff) + "." + (inside >> 8 & 0xff) + "." + (inside & 0xff);
    }

    private static int bits(String text) {
        try {
            int bits = Integer.parseInt(text);
            return bits < 0 || bits > 32 ? 32 : bits;
        } catch (NumberFormatException e) {
            return 32; // a network in another notation: only its own address is surely inside
        }
    }

    /** The value of an address; -1 if it is none of IPv4. */
    static long value(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long value = 0;
        for (String part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return value;
    }
}
