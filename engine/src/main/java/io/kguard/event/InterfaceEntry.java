// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * A network interface with an address. All three addresses have the same family.
 *
 * @param name the interface, such as {@code lo}
 * @param address its address
 * @param netmask the mask of its network
 * @param broadcast its broadcast address; zeros if it has none
 * @param linkSpeed in bits per second; 0 if unknown
 */
@API(status = API.Status.INTERNAL)
public record InterfaceEntry(String name, IpAddress address, IpAddress netmask, IpAddress broadcast, long linkSpeed)
        implements StateEntry {
    /** Whether the addresses are of IPv6. */
    public boolean isIpv6() {
        return address.isIpv6();
    }
}
