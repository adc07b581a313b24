// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.IpAddress;

/** Addresses and networks as written in conditions. Those of IPv6 equal only themselves. */
final class AddressText {
    private AddressText() {}

    /** Whether an address is in a network, or is the same address. */
    static boolean isIn(String address, String network) {
        int slash = network.indexOf('/');
        long value = IpAddress.parseIpv4(address);
        long base = IpAddress.parseIpv4(slash < 0 ? network : network.substring(0, slash));
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
        long base = IpAddress.parseIpv4(network.substring(0, slash));
        if (base < 0) {
            return network.substring(0, slash);
        }
        long inside = bits(network.substring(slash + 1)) <= 24 && (base & 0xff) == 0 ? base | 7 : base;
        return IpAddress.ipv4((int) inside).toString();
    }

    private static int bits(String text) {
        try {
            int bits = Integer.parseInt(text);
            return bits < 0 || bits > 32 ? 32 : bits;
        } catch (NumberFormatException e) {
            return 32; // a network in another notation: only its own address is surely inside
        }
    }
}
