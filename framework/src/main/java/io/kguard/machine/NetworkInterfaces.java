package io.kguard.machine;

import io.kguard.event.InterfaceEntry;
import java.util.ArrayList;
import java.util.List;

/** The addresses of the machine. */
public final class NetworkInterfaces {
    private static final int LOOPBACK_NET = 127;

    private final List<InterfaceEntry> all = new ArrayList<>();

    NetworkInterfaces() {}

    /** All of them, in the order in which they were listed. */
    public List<InterfaceEntry> all() {
        return List.copyOf(all);
    }

    /** Whether an address is the machine's; the halves as in {@link io.kguard.event.IpAddress}. */
    public boolean isLocal(boolean ipv6, long high, long low) {
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            if (entry.isIpv6() == ipv6
                    && entry.address().low() == low
                    && entry.address().high() == high) {
                return true;
            }
        }
        return false;
    }

    /** Fills in an IPv4 address that is missing at one end of a socket, unless that would make both ends the same. */
    void patch(FdInfo socket) {
        if (socket.sourceLow == 0) {
            long inferred = infer(socket.destinationLow);
            if (inferred != socket.destinationLow || socket.sourcePort != socket.destinationPort) {
                socket.sourceLow = inferred;
            }
        } else if (socket.destinationLow == 0) {
            long inferred = infer(socket.sourceLow);
            if (inferred != socket.sourceLow || socket.sourcePort != socket.destinationPort) {
                socket.destinationLow = inferred;
            }
        }
    }

    /** The IPv4 address that a socket without one most likely has, given its other end; 0 if there is none. */
    private long infer(long other) {
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            if (!entry.isIpv6() && entry.address().low() == other) {
                return other;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            long mask = entry.netmask().low();
            if (!entry.isIpv6() && (entry.address().low() & mask) == (other & mask)) {
                return entry.address().low();
            }
        }
        for (int i = 0; i < all.size(); i++) {
            InterfaceEntry entry = all.get(i);
            if (!entry.isIpv6() && entry.address().low() >>> 24 != LOOPBACK_NET) {
                return entry.address().low();
            }
        }
        return 0;
    }

    void add(InterfaceEntry entry) {
        all.add(entry);
    }

    void clear() {
        all.clear();
    }
}
