// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses and networks as written in conditions. */
final class AddressText {
    private AddressText() {}

    /**
     * A network, by its first address and its last.
     *
     * @param first the first address, which stands for a network in another notation
     */
    private record Range(IpAddress first, IpAddress last) {
        static @Nullable Range of(String network) {
            int slash = network.indexOf('/');
            IpAddress base = IpAddress.parse(slash < 0 ? network : network.substring(0, slash));
            if (base == null) {
                return null;
            }
            String text = slash < 0 ? "" : network.substring(slash + 1);
            int most = base.isIpv6() ? 128 : 32;
            // of another notation only the address itself is surely inside
            int bits = text.matches("[0-9]{1,3}") ? Math.min(most, Integer.parseInt(text)) : most;
            int shift = base.isIpv6() ? 0 : 96;
            long high = base.isIpv6() ? mask(bits) : 0;
            long low = base.isIpv6() ? mask(bits - 64) : mask(bits + shift - 64);
            return new Range(
                    new IpAddress(base.isIpv6(), base.high() & high, base.low() & low),
                    new IpAddress(
                            base.isIpv6(),
                            base.isIpv6() ? base.high() | ~high : 0,
                            base.low() | ~low & (base.isIpv6() ? -1L : 0xffffffffL)));
        }

        private static long mask(int bits) {
            return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
        }

        boolean has(IpAddress address) {
            return address.isIpv6() == first.isIpv6()
                    && Long.compareUnsigned(address.high(), first.high()) >= 0
                    && Long.compareUnsigned(address.high(), last.high()) <= 0
                    && (address.high() != first.high() || Long.compareUnsigned(address.low(), first.low()) >= 0)
                    && (address.high() != last.high() || Long.compareUnsigned(address.low(), last.low()) <= 0);
        }
    }

    /** Whether an address is in a network, or is the same address. */
    static boolean isIn(String address, String network) {
        IpAddress value = IpAddress.parse(address);
        Range range = Range.of(network);
        return value == null || range == null ? address.equals(network) : range.has(value);
    }

    /** Addresses in a network: one near its beginning, and one near its end for where a part of it is left out. */
    static List<String> inside(String network) {
        Range range = network.indexOf('/') < 0 ? null : Range.of(network);
        if (range == null) {
            return List.of(network);
        }
        boolean small = range.last().high() == range.first().high()
                && Long.compareUnsigned(range.last().low() - range.first().low(), 255) < 0;
        return small
                ? List.of(network.substring(0, network.indexOf('/')))
                : Stream.of(
                                new IpAddress(
                                        range.first().isIpv6(),
                                        range.first().high(),
                                        range.first().low() | 7),
                                new IpAddress(
                                        range.last().isIpv6(),
                                        range.last().high(),
                                        range.last().low() & ~0xf8L))
                        .map(IpAddress::toString)
                        .toList();
    }
}
