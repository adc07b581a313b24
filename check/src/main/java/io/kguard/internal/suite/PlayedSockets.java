// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sockets of a play: what a process does with them, and what the director does so that it can. */
final class PlayedSockets {
    private static final String STREAM = "stream";
    private static final String DATAGRAM = "dgram";
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int BACKLOG = 8;

    /**
     * What comes from the other side.
     *
     * @param from its address
     * @param udp whether it is a datagram, and no connection
     * @param data what it sends, in hexadecimal digits
     */
    record Offer(EndpointAddress from, boolean udp, String data) {}

    private final PlayPlan plan;
    private final String what;

    PlayedSockets(PlayPlan plan, String what) {
        this.plan = plan;
        this.what = what;
    }

    /** The ends of a connection as it is written, the client's first; null if it is malformed. */
    static EndpointAddress @Nullable [] ends(String text) {
        String[] parts = text.split("->", -1);
        if (parts.length != 2) {
            return null;
        }
        Optional<EndpointAddress> client = EndpointAddress.parse(parts[0].strip());
        Optional<EndpointAddress> server = EndpointAddress.parse(parts[1].strip());
        return client.isPresent()
                        && server.isPresent()
                        && client.get().family() == server.get().family()
                ? new EndpointAddress[] {client.get(), server.get()}
                : null;
    }

    /** An address that belongs to the pod from the beginning. */
    void own(EndpointAddress address) {
        if (address.host().length > 0 && !address.isLoopback() && !address.isAny()) {
            plan.prepare(PlayStep.own("address", address.hostDigits()));
        }
    }

    private static String socket(PlaySteps steps, int family, boolean udp) {
        return steps.call("socket", "n" + family, "n" + (udp ? SOCK_DGRAM : SOCK_STREAM), "n0");
    }

    private static void bind(PlaySteps steps, String fd, EndpointAddress address) {
        steps.call("setsockopt", fd, "n" + SOL_SOCKET, "n" + SO_REUSEADDR, "x01000000", "n4");
        steps.call("bind", fd, address.word(), address.sizeWord());
    }

    /** Makes an address answer, whoever connects to it. */
    void serve(EndpointAddress address, boolean udp) {
        own(address);
        plan.prepare(PlayStep.own("serve", udp ? DATAGRAM : STREAM, address.digits()));
    }

    /**
     * A process connects to an address, which answers unless the call must fail.
     *
     * @param from the address from which it does so; null for any
     * @param error the number of the error with which it must fail; 0 if it must not
     * @return the word for the descriptor
     */
    String connect(PlaySteps steps, @Nullable EndpointAddress from, EndpointAddress to, boolean udp, int error) {
        if (error == 0) {
            serve(to, udp);
        }
        String fd = unconnected(steps, from, to, udp);
        steps.call("connect", error, List.of(fd, to.word(), to.sizeWord()));
        return fd;
    }

    /** A socket that a process is about to connect. */
    String unconnected(PlaySteps steps, @Nullable EndpointAddress from, EndpointAddress to, boolean udp) {
        String fd = socket(steps, to.family(), udp);
        if (from != null) {
            own(from);
            bind(steps, fd, from);
        }
        return fd;
    }

    /** A process listens on an address. */
    String listen(PlaySteps steps, EndpointAddress at) {
        own(at);
        String fd = socket(steps, at.family(), false);
        bind(steps, fd, at);
        steps.call("listen", fd, "n" + BACKLOG);
        return fd;
    }

    /**
     * A process receives from an address: it waits on its own, and then the director sends.
     *
     * @param process the number of the process
     * @param at its own address
     * @return the word for the descriptor
     */
    String bound(int process, PlaySteps steps, Offer offer, EndpointAddress at) {
        boolean udp = offer.udp();
        EndpointAddress from = offer.from();
        EndpointAddress reached = at.isAny() ? at.onPod() : at;
        own(from);
        own(reached);
        String fd = socket(steps, at.family(), udp);
        bind(steps, fd, at);
        if (!udp) {
            steps.call("listen", fd, "n" + BACKLOG);
        }
        plan.act(process, what, steps.all());
        steps.clear();
        plan.cue(
                what,
                new PlayStep(
                        ".dial",
                        0,
                        0,
                        List.of(udp ? DATAGRAM : STREAM, from.digits(), reached.digits(), offer.data())));
        return fd;
    }
}
