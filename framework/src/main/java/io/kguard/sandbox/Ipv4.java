// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

/** IPv4 addresses in dotted form. */
final class Ipv4 {
    private Ipv4() {}

    /** The address in host order, or 0 for an empty string. */
    static long toNumber(String dotted) {
        if (dotted.isEmpty()) {
            return 0;
        }
        String[] parts = dotted.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("\"" + dotted + "\" is not an IPv4 address");
        }
        long number = 0;
        for (String part : parts) {
            int value = part.matches("\\d{1,3}") ? Integer.parseInt(part) : 256;
            if (value > 255) {
                throw new IllegalArgumentException("\"" + dotted + "\" is not an IPv4 address");
            }
            number = number << 8 | value;
        }
        return number;
    }

    /** Whether a string is an address. */
    static boolean isAddress(String dotted) {
        try {
            return !dotted.isEmpty() && toNumber(dotted) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
