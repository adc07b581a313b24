// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.IpAddress;
import io.kguard.event.StateEntry.InterfaceEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses of the machine. */
final class NetworkInterfaces {
    private static final long LOOPBACK = 0x7f000001;
    private static final IpAddress NONE = IpAddress.ipv6(0, 0);

    private final List<InterfaceEntry> all = new ArrayList<>();

    NetworkInterfaces() {}

    /**
     * Whether an address is the machine's or, for IPv6, in one of its networks; the halves are as in {@link IpAddress}.
     */
    public boolean isLocal(boolean ipv6, long high, long low) {
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            if (entry.isIpv6() == ipv6
                    && entry.address().high() == high
                    && (ipv6 || entry.address().low() == low)) {
                return true;
            }
        }
        return false;
    }

    /** Fills in a missing address of a socket, unless both ends would become equal. */
    void patch(FdInfo socket) {
        boolean source = socket.sourceHigh() == 0 && socket.sourceLow() == 0;
        if (!source && (socket.destinationHigh() != 0 || socket.destinationLow() != 0)) {
            return;
        }
        long high = source ? socket.destinationHigh() : socket.sourceHigh();
        long low = source ? socket.destinationLow() : socket.sourceLow();
        IpAddress inferred = infer(socket.isIpv6(), high, low);
        if (inferred.high() == high && inferred.low() == low && socket.sourcePort() == socket.destinationPort()) {
            return;
        }
        if (source) {
            socket.ends().source(socket.type, inferred.high(), inferred.low());
        } else {
            socket.ends().destination(socket.type, inferred.high(), inferred.low());
        }
    }

    /** The most likely local address for a remote address; zeros if there is none. */
    private IpAddress infer(boolean ipv6, long high, long low) {
        @Nullable IpAddress near = null;
        @Nullable IpAddress any = null;
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            IpAddress address = entry.address();
            if (entry.isIpv6() != ipv6) {
                continue;
            }
            if (address.high() == high && address.low() == low) {
                return address;
            }
            if (near == null && isNear(entry, high, low)) {
                near = address;
            }
            if (any == null && (address.high() != 0 || address.low() != (ipv6 ? 1 : LOOPBACK))) {
                any = address;
            }
        }
        return near != null ? near : any != null ? any : NONE;
    }

    private static boolean isNear(InterfaceEntry entry, long high, long low) {
        long mask = entry.netmask().low();
        return entry.isIpv6()
                ? entry.address().high() == high
                : (entry.address().low() & mask) == (low & mask);
    }

    void add(InterfaceEntry entry) {
        all.add(entry);
    }

    void clear() {
        all.clear();
    }
}
