// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** Formats addresses as {@code inet_ntop} does. */
@API(status = API.Status.INTERNAL)
public final class IpText {
    private IpText() {}

    /** Formats an address; the halves are as in {@link IpAddress}. */
    public static String of(boolean ipv6, long high, long low) {
        StringBuilder text = new StringBuilder(ipv6 ? 40 : 15);
        append(text, ipv6, high, low);
        return text.toString();
    }

    /** Appends an address; the halves are as in {@link IpAddress}. */
    public static void append(StringBuilder out, boolean ipv6, long high, long low) {
        if (ipv6) {
            appendIpv6(out, high, low);
        } else {
            appendIpv4(out, (int) low);
        }
    }

    /** Appends an IPv4 address whose first byte is the most significant one. */
    public static void appendIpv4(StringBuilder out, int address) {
        for (int shift = 24; shift > 0; shift -= 8) {
            out.append(address >>> shift & 0xff).append('.');
        }
        out.append(address & 0xff);
    }

    private static void appendIpv6(StringBuilder out, long high, long low) {
        int longestStart = -1;
        int longest = 1;
        int run = 0;
        for (int i = 0; i < 8; i++) {
            run = group(high, low, i) == 0 ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                longestStart = i - run + 1;
            }
        }
        boolean mapped = high == 0 && (low >>> 32 == 0xffffL || (low >>> 32 == 0 && low >>> 16 != 0));
        int groups = mapped ? 6 : 8;
        for (int i = 0; i < groups; i++) {
            if (longestStart >= 0 && i >= longestStart && i < longestStart + longest) {
                if (i == longestStart) {
                    out.append(':');
                }
            } else {
                if (i > 0) {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(high, low, i)));
            }
        }
        if (mapped) {
            out.append(':');
            appendIpv4(out, (int) low);
        } else if (longestStart >= 0 && longestStart + longest == 8) {
            out.append(':');
        }
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }
}
