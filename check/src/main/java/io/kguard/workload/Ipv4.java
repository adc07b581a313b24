// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.event.IpAddress;
import org.apiguardian.api.API;

/** IPv4 addresses in dotted form. */
@API(status = API.Status.INTERNAL)
public final class Ipv4 {
    private Ipv4() {}

    /** The address in host order, or 0 for an empty string. */
    public static long toNumber(String dotted) {
        if (dotted.isEmpty()) {
            return 0;
        }
        long number = IpAddress.parseIpv4(dotted);
        if (number < 0) {
            throw new IllegalArgumentException("\"" + dotted + "\" is not an IPv4 address");
        }
        return number;
    }

    /**
     * Whether an address is in a network.
     *
     * @param network such as {@code 10.0.0.0/8}; it must be one
     */
    public static boolean isIn(String network, String address) {
        int slash = network.indexOf('/');
        int bits = Integer.parseInt(network.substring(slash + 1));
        long mask = bits == 0 ? 0 : 0xFFFFFFFFL << (32 - bits) & 0xFFFFFFFFL;
        return (toNumber(network.substring(0, slash)) & mask) == (toNumber(address) & mask);
    }

    /** Whether a string is a network, such as {@code 10.0.0.0/8}. */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && isAddress(text.substring(0, slash))
                && text.substring(slash + 1).matches("3[0-2]|[12]?\\d");
    }

    /** Whether a string is an address. */
    public static boolean isAddress(String dotted) {
        return IpAddress.parseIpv4(dotted) >= 0;
    }
}
